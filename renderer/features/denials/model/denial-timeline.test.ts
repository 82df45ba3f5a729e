// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialCounts } from '../../../../contract/model/denials/denial-timeline.ts';
import { countsByGroup, heatRows, sumOf } from './denial-timeline.ts';

const timeline: DenialCounts = {
  from: 600,
  slotSeconds: 60,
  slots: 3,
  groups: ['a', 'b'],
  containers: ['web', 'db', 'mail'],
  cells: [
    { group: 0, container: 0, slot: 0, blocked: 5, notBlocked: 0 },
    { group: 0, container: 1, slot: 1, blocked: 2, notBlocked: 1 },
    { group: 1, container: 0, slot: 2, blocked: 0, notBlocked: 4 },
    { group: 1, container: 2, slot: 2, blocked: 1, notBlocked: 0 },
    { group: null, container: null, slot: 0, blocked: 7, notBlocked: 0 },
  ],
};

it('gives a row to each container, the most denied first, and one to the others', () => {
  const words = (most: number): unknown[] =>
    heatRows(timeline, most, undefined).map(({ container, containers, total }) => [container, containers, total]);
  expect(words(4)).toEqual([
    ['web', 1, 9],
    [null, 1, 7],
    ['db', 1, 3],
    ['mail', 1, 1],
  ]);
  expect(words(3)).toEqual([
    ['web', 1, 9],
    [null, 1, 7],
    [undefined, 2, 4],
  ]);
  expect(heatRows(timeline, 3, undefined)[2]?.counts).toEqual([
    { blocked: 0, notBlocked: 0 },
    { blocked: 2, notBlocked: 1 },
    { blocked: 1, notBlocked: 0 },
  ]);
});

it('counts only the groups that are shown', () => {
  expect(heatRows(timeline, 4, (group) => group === 'b').map(({ container, total }) => [container, total])).toEqual([
    ['web', 4],
    ['mail', 1],
  ]);
});

it('counts how often each group hit each container, in all and within a range', () => {
  const all = countsByGroup(timeline, undefined);
  expect([...(all.get('a') ?? [])]).toEqual([
    ['web', { blocked: 5, notBlocked: 0 }],
    ['db', { blocked: 2, notBlocked: 1 }],
  ]);
  const within = countsByGroup(timeline, { from: 660, to: 720 });
  expect([...within].map(([group, counts]) => [group, sumOf(counts)])).toEqual([['a', 3]]);
});
