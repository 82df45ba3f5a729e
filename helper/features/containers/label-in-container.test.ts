// SPDX-License-Identifier: Apache-2.0
import { fstatSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { textOf } from '../../../contract/text.ts';
import { labelConsole, labelMemory } from './label-in-container.ts';

const context = 'system_u:system_r:bulkhead_t:s0:c5,c6';
const ofMemory = 'system_u:object_r:bulkhead_tmpfs_t';
/** Incus mounts it with this label. */
const fresh = 'system_u:object_r:bulkhead_instance_memory_t:s0';

/** What was labelled, of this process as if it were an init. */
function labelled(
  present: string | undefined,
  { pid = process.pid, own = context, actual = context, labelMade = labelMemory } = {},
): readonly unknown[] {
  const given: unknown[] = [];
  labelMade(pid, own, {
    contextOfProcess: () => actual,
    labelOf: () => present,
    label: (fd, text) => given.push([fstatSync(fd).ino, text]),
  });
  return given;
}

it.each([
  ['shared', context, `${ofMemory}:s0:c5,c6`],
  ['own', 'system_u:system_r:bulkhead_c_web_t:s0:c5,c6', 'system_u:object_r:bulkhead_c_web_tmpfs_t:s0:c5,c6'],
])('its /dev gets the type for its %s domain, and the categories of its processes', (_, own, expected) => {
  expect(labelled(fresh, { own, actual: own })).toEqual([[statSync('/dev').ino, expected]]);
});

it.each([
  ['has them already', `${ofMemory}:s0:c5,c6`, {}],
  ['has those of another container', `${ofMemory}:s0:c7,c8`, {}],
  ['has those of another container in the type of Incus', fresh.replace('s0', 's0:c7,c8'), {}],
  ['was mounted by the container', `${ofMemory}:s0`, {}],
  ['is not what Incus mounts', 'system_u:object_r:device_t:s0', {}],
  ['has no label', undefined, {}],
  ['is that of a process that took the number', fresh, { actual: 'system_u:system_r:init_t:s0' }],
  ['is gone with its init', fresh, { pid: 2 ** 22 + 1 }],
])('one that %s stays as it is', (_, present, some) => {
  expect(labelled(present, some)).toEqual([]);
});

it('a label that the kernel rejects is an error', () => {
  const label = (): never => {
    throw Object.assign(new Error('cannot setxattr'), { code: 'EACCES' });
  };
  expect(() =>
    labelMemory(process.pid, context, { contextOfProcess: () => context, labelOf: () => fresh, label }),
  ).toThrow('cannot setxattr');
});

/** LXC opens it with this label. */
const openedConsole = 'system_u:object_r:bulkhead_devpts_t:s0';
const hasConsole = statSync('/dev/console', { throwIfNoEntry: false }) !== undefined;

it.runIf(hasConsole)('its console gets the categories of its processes, and keeps its type', () => {
  expect(labelled(openedConsole, { labelMade: labelConsole })).toEqual([
    [statSync('/dev/console').ino, `${openedConsole}:c5,c6`],
  ]);
});

it.each([
  ['has them already', `${openedConsole}:c5,c6`, {}],
  ['has those of another container', `${openedConsole}:c7,c8`, {}],
  ['is a terminal of an administrator', 'system_u:object_r:user_devpts_t:s0', {}],
  ['is gone with its init', openedConsole, { pid: 2 ** 22 + 1 }],
])('a console that %s stays as it is', (_, present, some) => {
  expect(labelled(present, { ...some, labelMade: labelConsole })).toEqual([]);
});

it.runIf(hasConsole)('a label of the console that the kernel rejects is a reason not to go on', () => {
  const label = (): never => {
    throw Object.assign(new Error('cannot setxattr'), { code: 'EACCES' });
  };
  const problem = labelConsole(process.pid, context, {
    contextOfProcess: () => context,
    labelOf: () => openedConsole,
    label,
  });
  expect(textOf(problem ?? '')).toBe('its console cannot be given its categories: cannot setxattr');
});
