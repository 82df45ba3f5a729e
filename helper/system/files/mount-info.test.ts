// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { mountsOf } from './mount-info.ts';

it('reads each mount, with optional fields, spaces in names, and options of the file system', () => {
  const text =
    '31 24 0:27 / /a\\040b rw,nosuid shared:12 master:3 - tmpfs tmpfs rw,context="u:r:t:s0:c1,c2"\n' +
    '32 31 8:1 /x\\134y /c rw - ext4 /dev/sda1 rw\n\n';
  expect(mountsOf(text)).toEqual([
    { id: 31, parent: 24, root: '/', point: '/a b', type: 'tmpfs', options: 'rw,context="u:r:t:s0:c1,c2"' },
    { id: 32, parent: 31, root: '/x\\y', point: '/c', type: 'ext4', options: 'rw' },
  ]);
});
