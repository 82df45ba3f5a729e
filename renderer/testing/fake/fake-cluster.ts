// SPDX-License-Identifier: Apache-2.0
/** A cluster of Incus of which the fake host is a member, with what may be done in it. */

import { fail } from '../../../contract/errors.ts';
import type { Cluster, ClusterMember } from '../../../contract/model/host/cluster.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { GivenItem, Params, Result } from '../../../contract/operations/index.ts';
import type { FakeHost } from './fake-host.ts';
import { seedContainers } from './containers/fake-containers.ts';

const gibibyte = 2 ** 30;
const loads = [1.4, 0.35, 0.8];

/** The members are those that its containers of Incus are on, and at least three. */
export function fakeCluster(host: FakeHost, challenge?: string): Cluster | null {
  if (!host.hasCluster) return null;
  const all = [...host.containers.values()].filter(({ engine }) => engine === 'incus');
  const names = new Set(['m000', 'm001', 'm002', ...all.flatMap(({ member }) => member ?? [])]);
  return {
    version: '6.0.4',
    proof: challenge === undefined ? null : `${host.clusterSecret}${challenge.slice(8)}`,
    member: host.member,
    members: [...names].map((name, index) => {
      const member = memberOf(name, index, all);
      return host.evacuated.has(name)
        ? { ...member, state: 'evacuated', message: 'Unavailable due to maintenance' }
        : member;
    }),
  };
}

function memberOf(name: string, index: number, all: readonly Container[]): ClusterMember {
  const own = all.filter(({ member }) => member === name);
  const isAway = index === 2;
  return {
    address: `10.0.7.${index + 1}`,
    name,
    roles: ['database'],
    groups: ['default'],
    cpus: isAway ? null : 8,
    pools: isAway ? [] : [fakePool],
    ...(isAway
      ? { state: 'offline', message: 'No heartbeat for 42 s' }
      : { state: 'online', message: 'Fully operational' }),
    containers: own.length,
    running: own.filter(({ state }) => state === 'running').length,
    load: isAway ? null : (loads[index % loads.length] ?? 1),
    memoryBytes: isAway ? null : 32 * gibibyte,
    freeMemoryBytes: isAway ? null : 12 * gibibyte,
  };
}

const fakePool = { name: 'fast', usedBytes: 40 * gibibyte, totalBytes: 200 * gibibyte };

export function fakeInstance(
  host: FakeHost,
  { name, member = host.member, start }: Params<'cluster.create'>,
): Container {
  if (!host.hasCluster) fail('incus-unavailable', { reason: 'this host has no Incus' });
  if (host.containers.has(name)) fail('container-exists', { name });
  // The last of as many has categories that none of the others has.
  const model = seedContainers(host.now(), { count: host.containers.size + 1, members: 1 }).at(-1);
  if (model === undefined) throw new Error('cannot create: there is no model');
  const container: Container = { ...model, name, member, state: start ? 'running' : 'stopped' };
  host.change(container);
  return container;
}

export async function* fakeMove(
  host: FakeHost,
  { name, member, stop }: Params<'cluster.move'>,
): AsyncGenerator<GivenItem<'cluster.move'>, { container: Container; arrival: 'verified' | 'stopped' }, undefined> {
  yield { step: 'check', fraction: 0 };
  const container = host.containers.get(name);
  if (!host.hasCluster) fail('incus-unavailable', { reason: 'this host has no Incus' });
  if (container === undefined) fail('container-not-found', { name });
  yield { step: 'move', fraction: 0.5 };
  const moved = { ...container, member };
  host.change(moved);
  return { container: moved, arrival: stop ? 'verified' : 'stopped' };
}

export async function* fakeEvacuation(
  host: FakeHost,
  action: 'evacuate' | 'restore',
  member: string,
): AsyncGenerator<GivenItem<'cluster.evacuate'>, Result<'cluster.evacuate'>, undefined> {
  yield { step: 'check', name: null, member: null, fraction: 0 };
  if (!host.hasCluster) fail('incus-unavailable', { reason: 'this host has no Incus' });
  if (action === 'restore') {
    host.evacuated.delete(member);
    return { containers: [] };
  }
  host.evacuated.add(member);
  const target = member === 'm000' ? 'm001' : 'm000';
  const own = [...host.containers.values()].filter((one) => one.engine === 'incus' && one.member === member);
  for (const [index, { name }] of own.entries()) {
    yield { step: 'move', name, member: target, fraction: (index + 1) / own.length };
    const container = host.containers.get(name);
    if (container !== undefined) host.change({ ...container, member: target });
  }
  return {
    containers: own.map(({ name, state }) => ({
      name,
      member: target,
      arrival: state === 'running' ? 'verified' : 'stopped',
    })),
  };
}
