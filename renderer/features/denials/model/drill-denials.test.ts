// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fakeGroup } from '../../../../testing/models/denial.ts';
import { countOfDrill, groupsWithoutDrill, isDrillEvent, timelineWithoutDrill } from './drill-denials.ts';

const attacker = 'drill-attacker-0a1b2c';
const groups = new Map(
  [
    fakeGroup({ id: 'a', containers: [attacker, 'drill-victim-0a1b2c'], count: 5 }),
    fakeGroup({ id: 'b', containers: ['web', attacker], count: 7 }),
    fakeGroup({ id: 'c', containers: [], count: 11 }),
  ].map((group) => [group.id, group]),
);

it('leaves out the causes of drills, and their containers where others share a cause', () => {
  const kept = groupsWithoutDrill(groups);
  expect([...kept.values()].map(({ id, containers }) => [id, containers])).toEqual([
    ['b', ['web']],
    ['c', []],
  ]);
  expect(groupsWithoutDrill(groups).get('b')).toBe(kept.get('b'));
  expect(countOfDrill(groups.values())).toBe(5);
});

it('knows the events of a drill, and leaves out their counts over time', () => {
  expect([{ container: attacker }, { container: 'web' }, { container: null }].map(isDrillEvent)).toEqual([
    true,
    false,
    false,
  ]);
  const cell = { group: 0, slot: 0, blocked: 1, notBlocked: 0 };
  const timeline = {
    from: 0,
    slotSeconds: 60,
    slots: 1,
    groups: ['0123456789abcdef'],
    policyEvents: [],
    containers: ['web', attacker],
    cells: [
      { ...cell, container: 0 },
      { ...cell, container: 1 },
      { ...cell, container: null },
    ],
  };
  expect(timelineWithoutDrill(timeline).cells.map(({ container }) => container)).toEqual([0, null]);
});
