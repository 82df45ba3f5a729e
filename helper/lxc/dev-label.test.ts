// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { parseSecurityContext } from '../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';
import { formatConfiguration } from './configuration-file.ts';
import {
  devLabelHook,
  devLabelKey,
  isDevLabelHook,
  memoryLines,
  relabelled,
  withoutSharedMemory,
  withSharedMemory,
} from './dev-label.ts';

const context = parseSecurityContext('system_u:system_r:bulkhead_t:s0:c1,c2') as SecurityContext;
const name = { key: 'lxc.uts.name', value: 'web' };
const plain = [name, { key: devLabelKey, value: devLabelHook(context) }];
const labelled = [name, { key: devLabelKey, value: devLabelHook(context, { labelsMemory: true }) }, ...memoryLines()];

it.each([plain, withSharedMemory(plain), labelled])('knows its own hooks (%#)', (...lines) => {
  expect(lines.filter(isDevLabelHook)).toEqual(lines.filter(({ key }) => key === devLabelKey));
});

it('mounts and labels shared memory where no init does, once, and takes it away again', () => {
  const lines = withSharedMemory(plain);
  expect(formatConfiguration(lines)).toBe(
    [
      'lxc.uts.name = web',
      'lxc.hook.autodev = /usr/bin/chcon system_u:object_r:bulkhead_tmpfs_t:s0:c1,c2 $LXC_ROOTFS_MOUNT/dev ' +
        '$LXC_ROOTFS_MOUNT/dev/shm',
      'lxc.mount.entry = tmpfs dev/shm tmpfs rw,nosuid,nodev,mode=1777,create=dir 0 0',
      '',
    ].join('\n'),
  );
  expect(withSharedMemory(lines)).toEqual(lines);
  expect(withoutSharedMemory(lines)).toEqual(plain);
  expect(withoutSharedMemory(plain)).toEqual(plain);
});

it('leaves it where all that is in memory is mounted and labelled', () => {
  expect(withSharedMemory(labelled)).toEqual(labelled);
  expect(withoutSharedMemory(labelled)).toEqual(labelled);
});

it('labels it in another domain too', () => {
  const hook = withSharedMemory(plain).find(({ key }) => key === devLabelKey)?.value ?? '';
  expect(relabelled(hook, { ...context, type: 'bulkhead_c_web_t' })).toMatch(
    /:bulkhead_c_web_\w+:s0:c1,c2 .*\/dev\/shm$/,
  );
});
