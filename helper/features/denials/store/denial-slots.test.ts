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
function cellsOf({ from, slotSeconds, groups, containers, cells }: DenialCounts): unknown[] {
  return cells.map(({ slot, group, container, blocked, notBlocked }) => [
    from + slot * slotSeconds - now,
    container === null ? null : containers[container],
    group === null ? null : groups[group],
    blocked,
    notBlocked,
  ]);
}

function totalOf({ cells }: DenialCounts): number {
  return cells.reduce((sum, { blocked, notBlocked }) => sum + blocked + notBlocked, 0);
}

it('counts by minute, container and group, and tells stopped from only noted', () => {
  const slots = createDenialSlots();
  denied(slots, now - 90);
  denied(slots, now - 61);
  denied(slots, now - 60, { group: 'b', permissive: true });
  denied(slots, now, { container: null });
  expect(cellsOf(slots.timeline({ to: now, slotMinutes: 1, slots: 3 }))).toEqual([
    [-120, 'web', 'a', 2, 0],
    [-60, 'web', 'b', 0, 1],
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

it('keeps every count when there are too many different ones, and at last gives up their groups', () => {
  const slots = createDenialSlots({ maxCounts: 100 });
  for (let index = 0; index < 1000; index += 1) denied(slots, now + index * 7, { group: `group-${index}` });
  expect(slots.size).toBeLessThanOrEqual(100);
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
