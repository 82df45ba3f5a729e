// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fakeContainer } from '../../../../testing/models/container.ts';
import { someInstance } from '../../../incus/fixtures/some-instance.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import { describeTried, type TriedContainer } from './tried-container.ts';

const context = 'system_u:system_r:bulkhead_t:s0:c5,c6';
const root = { type: 'disk', path: '/', pool: 'fast' };
let closed = 0;

function describeInstance(
  changes: Partial<IncusInstance>,
  userNamespaceBase: number | null = 300_000,
): Promise<TriedContainer> {
  closed = 0;
  return describeTried(
    { name: 'web', initPid: 7, context },
    {
      places: { cgroup: '/sys/fs/cgroup' },
      guests: { describe: () => Promise.reject(new Error('not one of LXC')) },
      containers: {
        require: async () => fakeContainer({ name: 'web', engine: 'incus', userNamespaceBase }),
        instances: {
          own: () => someInstance('web', changes),
        },
        ofEngine: (_name, each) => each.incus,
        openRoot: async () => ({ folder: 9, base: 0, disks: [], close: () => (closed += 1) }),
      },
    },
    new AbortController().signal,
  );
}

it('an instance of Incus is tried by what Incus says of it', async () => {
  const nic = { type: 'nic', network: 'incusbr0' };
  const { withRoot, ...tried } = await describeInstance({ expanded_devices: { root, eth0: nic } });
  expect(tried).toEqual({
    name: 'web',
    level: 's0:c5,c6',
    idBase: 300_000,
    bridge: 'incusbr0',
    deniedCalls: new Map(),
    rootfs: '/var/lib/incus/storage-pools/fast/containers/web/rootfs',
    cgroup: '/sys/fs/cgroup/lxc.payload.web',
  });
  expect([await withRoot((folder) => folder), closed]).toEqual([9, 1]);
  await expect(
    withRoot(() => {
      throw new Error('cannot mount');
    }),
  ).rejects.toThrow('cannot mount');
  expect(closed).toBe(2);
});

it.each([
  ['no ids', { expanded_devices: { root } }, null],
  ['no root on a pool', {}, undefined],
])('one with %s is not tried', async (_, changes, base) => {
  await expect(describeInstance(changes, base)).rejects.toMatchObject({ code: 'container-failed' });
});
