// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { niceMaximum, placeFigures, timeTicks, valueTicks } from './axis.ts';

it('ends axes at round numbers', () => {
  expect([3, 41, 101, 230].map((value) => niceMaximum(value, 'percent'))).toEqual([3, 50, 150, 250]);
  expect([41, 97, 101, 104].map((value) => niceMaximum(value, 'percent', 100))).toEqual([50, 100, 100, 100]);
  expect(niceMaximum(17 * 1024 ** 3, 'bytes')).toBe(20 * 1024 ** 3);
  expect(timeTicks({ from: 1000, to: 1600 })).toEqual([1080, 1200, 1320, 1440, 1560]);
});

it('marks the axis of values at figures that people count in, whatever its top is', () => {
  const gib = 1024 ** 3;
  expect([250, 100, 80, 40, 3, 1].map((max) => valueTicks(max, 'percent'))).toEqual([
    [0, 100, 200],
    [0, 50, 100],
    [0, 40, 80],
    [0, 20, 40],
    [0, 1, 2, 3],
    [0, 0.5, 1],
  ]);
  expect(valueTicks(1, 'count')).toEqual([0, 1]);
  expect(valueTicks(1.25 * gib, 'bytes').map((bytes) => bytes / gib)).toEqual([0, 0.5, 1]);
  expect(valueTicks(224 * gib, 'bytes').map((bytes) => bytes / gib)).toEqual([0, 64, 128, 192]);
});

it('places figures beside the drawing, and none where the limit says its own (window m5, 35)', () => {
  const axis = { ticks: [0, 50, 100], max: 100, height: 100 };
  expect(placeFigures({ ...axis, limit: undefined }).figures).toEqual([
    { value: 50, y: 50 },
    { value: 100, y: 7 },
  ]);
  expect(placeFigures({ ...axis, limit: 100 })).toEqual({ figures: [{ value: 50, y: 50 }], limitY: 13 });
  expect(placeFigures({ ...axis, limit: 69 }).figures).toEqual([{ value: 100, y: 7 }]);
});
