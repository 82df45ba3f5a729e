// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialCounts } from '../../../../contract/model/denials/denial-timeline.ts';
import { createDenialSlots, type DenialSlots } from './denial-slots.ts';

const hour = 3600;
const day = 24 * hour;
const now = 100 * day;

function denied(
  slots: DenialSlots,
  time: number,
  {
    group = 'a',
    container = 'web',
    permissive = false,
  }: { group?: string; container?: string | null; permissive?: boolean } = {},
): void {
  slots.add({ time, container, permissive }, group);
}

/** Cells in words: time, container, group, how many were blocked and how many only logged. */
function cellsOf({ from, slotSeconds, groups, containers, cells }: DenialCounts): unknown[][] {
  return cells.map(({ slot, group, container, blocked, notBlocked }) => [
    from + slot * slotSeconds - now,
    container === null ? null : containers[container],
    group === null ? null : groups[group],
    blocked,
    notBlocked,
  ]);
}

function inTime(cells: readonly unknown[][]): unknown[][] {
  return cells.toSorted(([left], [right]) => Number(left) - Number(right));
}

function totalOf({ cells }: DenialCounts): number {
  return cells.reduce((sum, { blocked, notBlocked }) => sum + blocked + notBlocked, 0);
}

it('counts by minute, container and group, and tells stopped from only noted', () => {
  const slots = createDenialSlots();
  denied(slots, now - 90);
  denied(slots, now - 61);
  denied(slots, now - 60, { group: 'b', permissive: true });
  denied(slots, now - 1, { group: 'b', permissive: true });
  denied(slots, now, { container: null });
  expect(cellsOf(slots.timeline({ to: now, slotMinutes: 1, slots: 3 }))).toEqual([
    [-120, 'web', 'a', 2, 0],
    [-60, 'web', 'b', 0, 2],
    [0, null, 'a', 1, 0],
  ]);
});

it('gives only the slots and the container asked for', () => {
  const slots = createDenialSlots();
  denied(slots, now - 120);
  denied(slots, now - 60);
  denied(slots, now, { container: 'db' });
  expect(cellsOf(slots.timeline({ to: now, slotMinutes: 1, slots: 2, container: 'web' }))).toEqual([
    [-60, 'web', 'a', 1, 0],
  ]);
});

it('counts what is older than eight hours by whole hours, and forgets what is older than eight days', () => {
  const slots = createDenialSlots();
  denied(slots, now - 9 * day);
  denied(slots, now - 9 * hour + 60);
  denied(slots, now - 9 * hour + 1800);
  denied(slots, now - 60);
  denied(slots, now);
  expect(cellsOf(slots.timeline({ to: now, slotMinutes: 60, slots: 24 * 10 })).toSorted()).toEqual([
    [-9 * hour, 'web', 'a', 2, 0],
    [-3600, 'web', 'a', 1, 0],
    [0, 'web', 'a', 1, 0],
  ]);
});

it('counts by the hour what comes late, and keeps counting the rest by the minute', () => {
  const slots = createDenialSlots();
  denied(slots, now);
  denied(slots, now - 10 * hour + 1800);
  denied(slots, now - 7 * hour + 60);
  const cells = (to: number): unknown[] => cellsOf(slots.timeline({ to: now + to, slotMinutes: 1, slots: 60 }));
  expect([cells(-9 * hour), cells(-9 * hour - 60), cells(-6 * hour), cells(0)]).toEqual([
    [],
    [[-10 * hour, 'web', 'a', 1, 0]],
    [[-7 * hour + 60, 'web', 'a', 1, 0]],
    [[0, 'web', 'a', 1, 0]],
  ]);
});

it('makes room by the oldest minutes, which become an hour, and only when there is one count too many', () => {
  const slots = createDenialSlots({ maxCounts: 10 });
  const cells = (): unknown[] => inTime(cellsOf(slots.timeline({ to: now + 3540, slotMinutes: 1, slots: 60 })));
  for (let minute = 10; minute > 0; minute -= 1) denied(slots, now + minute * 60);
  expect(cells()).toHaveLength(10);
  denied(slots, now + 11 * 60);
  expect([slots.size, cells()]).toEqual([
    9,
    [[0, 'web', 'a', 3, 0], ...[4, 5, 6, 7, 8, 9, 10, 11].map((minute) => [minute * 60, 'web', 'a', 1, 0])],
  ]);
});

it('gives up the groups of the oldest hours first', () => {
  const slots = createDenialSlots({ maxCounts: 10 });
  denied(slots, now);
  for (const group of ['a', 'b', 'c', 'd', 'e']) denied(slots, now - 10 * hour, { group });
  for (const group of ['a', 'b', 'c', 'd', 'e']) denied(slots, now - 20 * hour, { group });
  expect(inTime(cellsOf(slots.timeline({ to: now, slotMinutes: 60, slots: 24 })))).toEqual([
    [-20 * hour, 'web', null, 5, 0],
    ...['a', 'b', 'c', 'd', 'e'].map((group) => [-10 * hour, 'web', group, 1, 0]),
    [0, 'web', 'a', 1, 0],
  ]);
});

it('keeps every count when there are too many different ones, and at last gives up their groups', () => {
  const slots = createDenialSlots({ maxCounts: 100 });
  for (let index = 0; index < 1000; index += 1) {
    denied(slots, now + index * 7, { group: `group-${index}` });
    expect(slots.size).toBeLessThanOrEqual(100);
  }
  const timeline = slots.timeline({ to: now + 7000, slotMinutes: 60, slots: 10 });
  expect(totalOf(timeline)).toBe(1000);
  expect(timeline.cells.some(({ group }) => group === null)).toBe(true);
});

it('sends no more cells than fit into a message, and no count is left out', () => {
  const slots = createDenialSlots();
  for (let index = 0; index < 30_000; index += 1) denied(slots, now, { group: `group-${index}` });
  const timeline = slots.timeline({ to: now, slotMinutes: 1, slots: 1 });
  expect(timeline.cells.length).toBeLessThanOrEqual(20_001);
  expect(totalOf(timeline)).toBe(30_000);
});
