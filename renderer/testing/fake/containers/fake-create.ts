// SPDX-License-Identifier: Apache-2.0
/** Makes a container on the fake host, step by step, as slowly as a real one. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { changedSettings } from '../../../../contract/model/containers/settings-change.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { changedTags } from '../../../../contract/model/containers/tag.ts';
import { creationSteps } from '../../../../contract/wording/creation-steps.ts';
import type { GivenItem, GivenResult, Params } from '../../../../contract/operations/index.ts';
import type { FakeHost } from '../fake-host.ts';
import { checkFakeAddress } from '../networks/fake-addresses.ts';
import { checkSource } from './fake-volumes.ts';
import { fakeConnectTypes } from '../policies/fake-port-types.ts';
import { pause } from '../pause.ts';
import { notJudged } from '../../../../contract/model/isolation/verdict.ts';

/** The steps that take longer than others. */
const stepMs: Readonly<Partial<Record<string, number>>> = { 'prepare-image': 1600, start: 900 };

export async function* createOne(
  host: FakeHost,
  params: Params<'container.create'>,
  signal: AbortSignal,
): AsyncGenerator<GivenItem<'container.create'>, Container, undefined> {
  const { name, image, limits, network, start, confinement, learnSeconds, volumes, ports, allow } = params;
  const { tags, settings, published } = params;
  const connectTypes = confinement === 'shared' ? [] : fakeConnectTypes(params);
  if (host.containers.has(name)) fail('container-exists', { name });
  if (!host.images.has(image)) fail('image-not-found', { image });
  const steps = creationSteps(params);
  for (const [index, step] of steps.entries()) {
    yield { step, fraction: index / steps.length };
    if (step === 'check') checkFakeAddress(host, { name, network }, changedSettings(noSettings, settings));
    if (step === 'check') for (const { source, share } of volumes) checkSource(host, source, share);
    await pause(stepMs[step] ?? 350, signal);
  }
  const index = 40 + host.containers.size;
  const categories = [`c${index * 2}`, `c${index * 2 + 1}`];
  const container: Container = {
    name,
    engine: 'lxc',
    member: null,
    image,
    limits,
    disk: { backing: 'project-quota' },
    network,
    state: start ? 'running' : 'stopped',
    isManaged: true,
    context: `system_u:system_r:bulkhead_t:s0:${categories.join(',')}`,
    domain: 'bulkhead_t',
    categories,
    isolation: notJudged,
    confinementMode: 'enforced',
    confinement,
    ports,
    allow,
    connectTypes,
    learningUntil: confinement === 'learning' ? host.now() + learnSeconds : null,
    userNamespaceBase: 1_000_000 + index * 65_536,
    initPid: start ? 12_000 + index : null,
    startedAt: start ? host.now() : null,
    createdAt: host.now(),
    published,
    links: [],
    original: null,
    tags: changedTags([], { add: tags, remove: [] }),
    settings: changedSettings(noSettings, settings),
    addresses: start && network.kind !== 'none' ? [settings.address ?? `10.77.0.${index}`] : [],
    volumes: volumes.map(({ source, target, readOnly }) => ({ source, target, readOnly, category: null })),
  };
  host.change(container);
  return host.containers.get(name) ?? container;
}

/** The main lines of a real one. */
export function fakeConfiguration({
  name,
  limits,
  network,
  settings,
}: Params<'container.create'>): GivenResult<'container.preview-creation'>['lines'] {
  return [
    { key: 'lxc.uts.name', value: settings.hostname ?? name },
    { key: 'lxc.rootfs.path', value: `dir:/var/lib/lxc/${name}/rootfs` },
    { key: 'lxc.selinux.context', value: 'system_u:system_r:bulkhead_t:s0:c90,c91' },
    { key: 'lxc.idmap', value: 'u 0 4000000 65536' },
    { key: 'lxc.idmap', value: 'g 0 4000000 65536' },
    { key: 'lxc.cap.drop', value: 'mac_admin mac_override sys_time sys_module' },
    { key: 'lxc.seccomp.profile', value: '/usr/share/lxc/config/common.seccomp' },
    ...(limits.memoryBytes === null ? [] : [{ key: 'lxc.cgroup2.memory.max', value: String(limits.memoryBytes) }]),
    ...settings.environment.map((one) => ({ key: 'lxc.environment', value: `${one.name}=${one.value}` })),
    { key: 'lxc.net.0.type', value: network.kind === 'none' ? 'empty' : 'veth' },
  ];
}
