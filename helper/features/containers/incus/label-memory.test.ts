// SPDX-License-Identifier: Apache-2.0
import { fstatSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { labelMemory } from './label-memory.ts';

const context = 'system_u:system_r:bulkhead_t:s0:c5,c6';
const ofMemory = 'system_u:object_r:bulkhead_tmpfs_t';

/** What was labelled, of this process as if it were an init. */
function labelled(present: string | undefined, { pid = process.pid, actual = context } = {}): readonly unknown[] {
  const given: unknown[] = [];
  labelMemory(pid, context, {
    contextOfProcess: () => actual,
    labelOf: () => present,
    label: (fd, text) => given.push([fstatSync(fd).ino, text]),
  });
  return given;
}

it('its /dev gets the categories of its processes', () => {
  expect(labelled(`${ofMemory}:s0`)).toEqual([[statSync('/dev').ino, `${ofMemory}:s0:c5,c6`]]);
});

it.each([
  ['has them already', `${ofMemory}:s0:c5,c6`, {}],
  ['has those of another container', `${ofMemory}:s0:c7,c8`, {}],
  ['is not what Incus mounts', 'system_u:object_r:device_t:s0', {}],
  ['has no label', undefined, {}],
  ['is that of a process that took the number', `${ofMemory}:s0`, { actual: 'system_u:system_r:init_t:s0' }],
  ['is gone with its init', `${ofMemory}:s0`, { pid: 2 ** 22 + 1 }],
])('one that %s stays as it is', (_, present, some) => {
  expect(labelled(present, some)).toEqual([]);
});

it('a label that the kernel rejects is an error', () => {
  const label = (): never => {
    throw Object.assign(new Error('cannot setxattr'), { code: 'EACCES' });
  };
  expect(() =>
    labelMemory(process.pid, context, { contextOfProcess: () => context, labelOf: () => `${ofMemory}:s0`, label }),
  ).toThrow('cannot setxattr');
});
