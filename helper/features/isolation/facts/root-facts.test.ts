// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { mountLabelOf } from '../../../selinux/labels/mount-label.ts';
import { mountOptionsOf } from './root-facts.ts';

const table = String.raw`29 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,seclabel
310 29 0:48 / /var/lib/lxc/web/rootfs rw - overlay overlay rw,context="system_u:object_r:bulkhead_file_t:s0:c5,c6",lowerdir=/a
311 29 0:49 / /srv/with\040space rw - tmpfs tmpfs rw,context=system_u:object_r:tmpfs_t:s0,size=1k
`;

it('reads the label that a mount gives, quoted or not, and none where files keep their own', () => {
  const labels = [...mountOptionsOf(table)].map(([point, options]) => [point, mountLabelOf(options)]);
  expect(labels).toEqual([
    ['/', undefined],
    ['/var/lib/lxc/web/rootfs', 'system_u:object_r:bulkhead_file_t:s0:c5,c6'],
    ['/srv/with space', 'system_u:object_r:tmpfs_t:s0'],
  ]);
});
