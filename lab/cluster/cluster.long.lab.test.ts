// SPDX-License-Identifier: Apache-2.0
/** Three real members: instances on each, one that moves, a member that is lost and comes back. */

import { afterAll, expect, it } from 'vitest';
import { instancePlaces } from '../../hosts/lab-instance.ts';
import type { Guest } from '../guest.ts';
import { bootedAs, contextsOf, execIn, startInstance } from '../incus/fixtures/confined-instance.ts';
import { Monitor } from '../machine/monitor.ts';
import { useCluster } from './test-cluster.ts';
import { untilMembers } from './until-online.ts';

const members = await useCluster();
const first = members[0] as Guest;
const suffix = Date.now().toString(36);
const names = ['cluster-1', 'cluster-2', 'cluster-3'];
const instances = names.map((target, place) => ({
  name: `on-${target}-${suffix}`,
  target,
  categories: `c${10 * place + 1},c${10 * place + 2}`,
}));

afterAll(async () => {
  await first.run(['incus', 'delete', '--force', ...instances.map(({ name }) => name)]);
});

const memberOf = (name: string): Guest => members[names.indexOf(name)] as Guest;
const locationOf = (name: string): Promise<string> =>
  first.mustRun(['incus', 'list', '--format', 'csv', '--columns', 'L', name]);

it('all members are online, each with the helper', async () => {
  await untilMembers(first, { 'cluster-1': 'Online', 'cluster-2': 'Online', 'cluster-3': 'Online' });
  for (const member of members)
    expect(await member.mustRun(['systemctl', 'is-active', 'bulkhead-helper.service', 'incus.service'])).toBe(
      'active\nactive\n',
    );
});

it('an instance is made on each, in its context there', async () => {
  for (const instance of instances) {
    await startInstance(first, instance);
    expect(await bootedAs(first, instance.name)).toBe('running');
    expect(await contextsOf(memberOf(instance.target), instance.name)).toEqual([
      `system_u:system_r:bulkhead_t:s0:${instance.categories}`,
    ]);
  }
});

it('one that moves has its files, their label and its context on the other member', async () => {
  const [, moved] = instances;
  const name = moved?.name ?? '';
  await execIn(first, name, 'sh', '-c', 'echo kept > /root/kept');
  await first.mustRun(['incus', 'stop', name]);
  await first.mustRun(['incus', 'move', name, '--target', 'cluster-3']);
  await first.mustRun(['incus', 'start', name]);
  expect(await locationOf(name)).toBe('cluster-3\n');
  expect(await contextsOf(memberOf('cluster-3'), name)).toEqual(['system_u:system_r:bulkhead_t:s0:c11,c12']);
  expect(await execIn(first, name, 'cat', '/root/kept')).toBe('kept\n');
  expect(await execIn(first, name, 'stat', '-c', '%C', '/root/kept')).toBe(
    'system_u:object_r:bulkhead_file_t:s0:c11,c12\n',
  );
});

it('a member that is lost is offline to the others, and online when it comes back', async () => {
  const kept = instances[0]?.name ?? '';
  const lost = instancePlaces(memberOf('cluster-3').name);
  const monitor = await Monitor.open(lost.monitor);
  try {
    await monitor.run('stop');
    await untilMembers(first, { 'cluster-1': 'Online', 'cluster-2': 'Online', 'cluster-3': 'Offline' });
    // The two that are left are a majority: they go on.
    await first.mustRun(['incus', 'config', 'set', kept, 'user.without-third=yes']);
    await monitor.run('cont');
  } finally {
    monitor.close();
  }
  await memberOf('cluster-3').mustRun(['date', '--set', `@${Date.now() / 1000}`]);
  await untilMembers(first, { 'cluster-1': 'Online', 'cluster-2': 'Online', 'cluster-3': 'Online' });
  expect(await memberOf('cluster-3').mustRun(['incus', 'config', 'get', kept, 'user.without-third'])).toBe('yes\n');
});
