// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialEvent } from '../contract/model/denials/denial.ts';
import { denialGroupSchema } from '../contract/model/denials/denial.ts';
import { createDenialGroups } from './denial-groups.ts';
import { denialReason } from './denial-reason.ts';
import { fakeEvent } from '../testing/models/denial.ts';

const event = fakeEvent({
  source: { user: 'system_u', role: 'system_r', type: 'container_t', level: 's0:c5,c6' },
  target: { user: 'system_u', role: 'object_r', type: 'container_file_t', level: 's0:c1,c2' },
  time: 100,
  serial: 1,
  permissive: true,
  permissions: ['write', 'read'],
  pid: 1,
  name: null,
});

function withLevels(source: string, target: string, change: Partial<DenialEvent> = {}): DenialEvent {
  return {
    ...event,
    ...change,
    source: { user: 'u', role: 'r', type: 'a_t', level: source },
    target: { user: 'u', role: 'r', type: 'b_t', level: target },
  };
}

it('sets categories and the order of permissions aside: one cause in two containers is one group', () => {
  const groups = createDenialGroups();
  const other = {
    ...event,
    time: 90,
    permissive: false,
    permissions: ['read', 'write'],
    comm: 'sh',
    container: 'db',
    source: { user: 'system_u', role: 'system_r', type: 'container_t', level: 's0:c7,c8' },
  };
  expect(groups.add(event)).toBe(groups.add(other));
  const [group, ...more] = groups.groups();
  expect(more).toEqual([]);
  expect(denialGroupSchema().parse(group)).toEqual({
    id: '1fb3c820c9f4c1be',
    sourceType: 'container_t',
    targetType: 'container_file_t',
    class: 'file',
    permissions: ['read', 'write'],
    count: 2,
    first: 90,
    last: 100,
    containers: ['web', 'db'],
    comms: ['cat', 'sh'],
    permissive: false,
    notBlocked: 1,
    reason: 'other-categories',
    sample: event,
  });
  expect(groups.group(group?.id ?? '')).toEqual(group);
});

it('makes other groups of other types, classes and permissions, the latest first', () => {
  const groups = createDenialGroups();
  const others = [
    event,
    { ...event, class: 'dir' },
    { ...event, permissions: ['read'] },
    { ...event, target: null },
    { ...event, source: null },
  ];
  others.forEach((other, index) => groups.add({ ...other, time: index }));
  expect(new Set(groups.groups().map(({ id }) => id)).size).toBe(5);
  expect(groups.groups().map(({ last }) => last)).toEqual([4, 3, 2, 1, 0]);
});

it('does not count what was granted', () => {
  const groups = createDenialGroups();
  expect(groups.add({ ...event, decision: 'granted' })).toBeUndefined();
  expect(groups.groups()).toEqual([]);
});

it('is bounded: quiet groups make room, and their events count as lost', () => {
  const groups = createDenialGroups({ maxGroups: 100 });
  groups.add(event);
  for (let index = 0; index < 1000; index += 1) {
    groups.add({ ...event, class: `class${index}` });
    groups.add({ ...event, class: 'busy' });
  }
  const found = groups.groups();
  expect(found.length).toBeLessThanOrEqual(100);
  expect(found.find((group) => group.class === 'busy')?.count).toBe(1000);
  expect(found.reduce((sum, { count }) => sum + count, groups.lost)).toBe(2001);
});

it('keeps a limited number of names that a process makes up', () => {
  const groups = createDenialGroups();
  for (let index = 0; index < 1000; index += 1) groups.add({ ...event, comm: `name${index}` });
  expect(groups.groups()[0]?.comms.length).toBe(64);
});

it.each([
  ['s0:c5,c6', 's0:c1,c2', 'other-categories'],
  ['s0:c5', 's0:c5,c6', 'other-categories'],
  ['s0', 's0:c1', 'unknown'],
  ['s0:c5,c6', 's0:c5,c6', 'no-rule'],
  ['s0:c5,c6', 's0', 'no-rule'],
  ['s0-s0:c0.c1023', 's0:c1,c2', 'no-rule'],
  ['s0:c0.c3,c4.c9', 's0:c2.c7', 'no-rule'],
  ['s0:c0.c3,c5.c9', 's0:c2.c7', 'other-categories'],
  ['s0', 's1', 'unknown'],
  ['', '', 'no-rule'],
  ['SystemLow', 's0', 'unknown'],
])('from level %s to level %s the reason is %s', (source, target, reason) => {
  expect(denialReason(withLevels(source, target))).toBe(reason);
});

it('does not claim a reason where more than rules and categories may decide', () => {
  expect(denialReason(event)).toBe('other-categories');
  expect(denialReason({ ...event, record: 'SELINUX_ERR' })).toBe('unknown');
  expect(denialReason({ ...event, target: null })).toBe('unknown');
  const inside = { ...event, target: { user: 'other_u', role: 'object_r', type: 'b_t', level: 's0' } };
  expect(denialReason({ ...inside, permissions: ['relabelto'] })).toBe('unknown');
  expect(denialReason({ ...inside, permissions: ['read'] })).toBe('no-rule');
});

it('does not claim one reason for a group of several', () => {
  const groups = createDenialGroups();
  groups.add(withLevels('s0:c1', 's0:c2'));
  groups.add(withLevels('s0:c1', 's0:c1'));
  expect(groups.groups()[0]?.reason).toBe('unknown');
});
