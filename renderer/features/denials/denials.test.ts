// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import type { DenialGroup, GroupedEvent } from '../../../contract/model/denials/denial.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { groupOf, sampleFor, takeDenials, useDenials } from './denials.ts';
import { fakeEvent, fakeGroup } from '../../../testing/models/denial.ts';

const sample = fakeEvent({
  time: 1,
  serial: 1,
  permissions: ['read', 'open'],
  source: { user: 'system_u', role: 'system_r', type: 'bulkhead_t', level: 's0:c1,c2' },
  target: { user: 'system_u', role: 'object_r', type: 'shadow_t', level: 's0' },
  name: null,
});
const grouped: GroupedEvent = { ...sample, group: 'a' };

function group(id: string, last: number, targetType = 'shadow_t'): DenialGroup {
  return fakeGroup({
    id,
    last,
    targetType,
    sample,
    permissions: ['open', 'read'],
    count: 1,
    first: 0,
    reason: 'no-rule',
  });
}

beforeEach(clearHostStores);

it('takes what changed and keeps the rest, under a view that is new each time', () => {
  takeDenials({
    type: 'snapshot',
    groups: [group('a', 1), group('b', 2, 'proc_t')],
    events: [grouped],
    lost: 0,
    auditLog: null,
  });
  const before = useDenials.getState().groups;
  takeDenials({ type: 'added', groups: [group('a', 3)], events: [grouped], lost: 2, auditLog: null });
  const { groups, events, latest, lost } = useDenials.getState();
  expect(groups).not.toBe(before);
  expect([...groups.values()].map(({ id, last }) => [id, last])).toEqual([
    ['a', 3],
    ['b', 2],
  ]);
  expect([events.length, latest.map(({ id }) => id), lost]).toEqual([2, ['a', 'b'], 2]);
});

it('starts again with a snapshot', () => {
  takeDenials({ type: 'snapshot', groups: [group('a', 1)], events: [grouped], lost: 9, auditLog: null });
  takeDenials({ type: 'snapshot', groups: [], events: [], lost: 0, auditLog: null });
  expect([
    useDenials.getState().groups.size,
    useDenials.getState().latest,
    useDenials.getState().lost,
    groupOf(grouped),
  ]).toEqual([0, [], 0, undefined]);
});

it('finds the group of an event by the id that comes with it', () => {
  takeDenials({
    type: 'snapshot',
    groups: [group('a', 1), group('b', 1, 'proc_t')],
    events: [],
    lost: 0,
    auditLog: null,
  });
  expect([groupOf(grouped)?.id, groupOf({ ...grouped, group: null })]).toEqual(['a', undefined]);
});

it('lets one of the container’s own denials stand for a group, never one of another container', () => {
  const shared = { ...group('a', 3), containers: ['web', 'db'] };
  const [older, latest] = [
    { ...grouped, serial: 2, container: 'db' },
    { ...grouped, serial: 3, container: 'db' },
  ];
  takeDenials({ type: 'snapshot', groups: [shared], events: [older, latest, grouped], lost: 0, auditLog: null });
  const { events } = useDenials.getState();
  expect([undefined, 'web', 'db', 'gone'].map((container) => sampleFor(shared, container, events)?.serial)).toEqual([
    1,
    1,
    3,
    undefined,
  ]);
});
