// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isCountedByHours, pastSlots } from './past-slots.ts';

const hour = 3600;
const noon = 1_764_504_000;

it('counts what is recent by minutes, and what is older by the whole hours that are known', () => {
  const range = { from: noon - 10 * 60 + 7, to: noon + 3 };
  expect(pastSlots(range, false)).toEqual({ from: noon - 10 * 60, to: noon + 60, slots: 11, slotMinutes: 1 });
  expect(pastSlots(range, true)).toEqual({ from: noon - hour, to: noon + hour, slots: 2, slotMinutes: 60 });
  expect([isCountedByHours(range, noon), isCountedByHours(range, noon + 9 * hour)]).toEqual([false, true]);
});

it('never asks for more slots than an answer has', () => {
  for (const hours of [1, 8, 100, 24 * 8, 24 * 400]) {
    const { from, to, slots, slotMinutes } = pastSlots({ from: noon - hours * hour, to: noon }, hours > 8);
    expect(slots).toBeLessThanOrEqual(400);
    expect(to - from).toBe(slots * slotMinutes * 60);
    expect(to).toBeGreaterThanOrEqual(noon);
  }
});
