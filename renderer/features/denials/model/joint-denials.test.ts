// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fakeEvent, fakeGroup, fakeGroupedEvent } from '../../../../testing/models/denial.ts';
import { joinEvents, joinGroups, joinTimelines, ofInstances } from './joint-denials.ts';

const isWeb = (name: string): boolean => name === 'web';
const item = (groups = [fakeGroup()], events = [fakeGroupedEvent()]) =>
  ({ type: 'snapshot', groups, events, lost: 0, auditLog: null }) as const;

it('keeps of another member what is about containers of the cluster', () => {
  const events = [
    fakeGroupedEvent({ serial: 1, container: 'web' }),
    fakeGroupedEvent({ serial: 2, container: 'lxc-only' }),
    fakeGroupedEvent({ serial: 3, container: null }),
  ];
  const mixed = fakeGroup({ containers: ['lxc-only', 'web'], sample: fakeEvent({ serial: 2, container: 'lxc-only' }) });
  const foreign = fakeGroup({ id: 'f'.repeat(16), containers: ['lxc-only'] });
  const ofHost = fakeGroup({ id: 'e'.repeat(16), containers: [], sample: fakeEvent({ container: null }) });
  const kept = ofInstances(item([mixed, foreign, ofHost], events), isWeb);
  expect(kept.events.map(({ serial }) => serial)).toEqual([1]);
  expect(kept.groups.map(({ id, containers }) => [id, containers])).toEqual([[mixed.id, ['web']]]);
  // What stands for the group is of a container that it names.
  expect(kept.groups[0]?.sample).toEqual(fakeEvent({ serial: 1, container: 'web' }));
});

it('leaves out a group of which no event of such a container is kept: another one would say what it did not do', () => {
  const mixed = fakeGroup({ containers: ['lxc-only', 'web'], sample: fakeEvent({ container: 'lxc-only' }) });
  expect(ofInstances(item([mixed], []), isWeb).groups).toEqual([]);
});

it('adds what several hosts counted for one cause, and shows the latest event of all', () => {
  const here = fakeGroup({ count: 3, first: 10, last: 20, containers: ['web'], notBlocked: 3, permissive: true });
  const there = fakeGroup({
    count: 4,
    first: 5,
    last: 30,
    containers: ['db', 'web'],
    comms: ['sh'],
    notBlocked: 1,
    sample: fakeEvent({ container: 'db' }),
  });
  expect(joinGroups([here, there])).toEqual({
    ...there,
    count: 7,
    first: 5,
    last: 30,
    containers: ['web', 'db'],
    comms: ['cat', 'sh'],
    notBlocked: 4,
    permissive: false,
  });
  expect([joinGroups([here]), joinGroups([])]).toEqual([here, undefined]);
});

it('puts the events of all in their order', () => {
  const at = (time: number) => fakeGroupedEvent({ time });
  expect(joinEvents([[at(1), at(4)], [at(2)]]).map(({ time }) => time)).toEqual([1, 2, 4]);
});

it('adds the counts of other members to those of their slots, with the places of their groups and containers', () => {
  const own = {
    from: 600,
    slotSeconds: 60,
    slots: 3,
    groups: ['a'],
    containers: ['db'],
    policyEvents: [],
    cells: [{ group: 0, container: 0, slot: 1, blocked: 1, notBlocked: 0 }],
  };
  const there = {
    // This is asked a slot later.
    from: 660,
    slotSeconds: 60,
    slots: 3,
    groups: ['b', 'a'],
    containers: ['lxc-only', 'web'],
    policyEvents: [],
    cells: [
      { group: 0, container: 1, slot: 0, blocked: 2, notBlocked: 0 },
      { group: 1, container: 1, slot: 1, blocked: 0, notBlocked: 3 },
      { group: null, container: 1, slot: 2, blocked: 4, notBlocked: 0 },
      { group: 1, container: 0, slot: 0, blocked: 5, notBlocked: 0 },
      { group: 1, container: null, slot: 0, blocked: 6, notBlocked: 0 },
    ],
  };
  expect(joinTimelines(own, [{ timeline: there, isInstance: isWeb }])).toEqual({
    ...own,
    groups: ['a', 'b'],
    containers: ['db', 'web'],
    cells: [
      ...own.cells,
      { group: 1, container: 1, slot: 1, blocked: 2, notBlocked: 0 },
      { group: 0, container: 1, slot: 2, blocked: 0, notBlocked: 3 },
    ],
  });
});
