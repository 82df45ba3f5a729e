// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createEnginesOnHost } from './engines-on-host.ts';

it('has the folder of a container of LXC, and none of one that Incus keeps in its database', () => {
  const engineOf = createEnginesOnHost({ lxc: '/var/lib/lxc', state: '/var/lib/bulkhead', cgroup: '/sys/fs/cgroup' });
  expect(engineOf({ engine: 'lxc' }).folderOf('web')).toBe('/var/lib/lxc/web');
  expect(engineOf({ engine: 'incus' }).folderOf('web')).toBeUndefined();
});
