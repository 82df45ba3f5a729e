// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { panRange, zoomRange } from './range-moves.ts';

const day = 86_400;
const newest = 100 * day;

it('move along the time, and stay within what is kept', () => {
  const range = { from: newest - 3600, to: newest - 1800 };
  expect([panRange(range, -1, newest), panRange(range, 5, newest), panRange(range, -9999, newest)]).toEqual([
    { from: newest - 5400, to: newest - 3600 },
    { from: newest - 1800, to: newest },
    { from: newest - 30 * day, to: newest - 30 * day + 1800 },
  ]);
});

it('go closer around a time that stays in its place, and no closer than ten seconds', () => {
  const range = { from: newest - 1000, to: newest };
  expect(zoomRange(range, 0.5, { at: newest - 200, newest })).toEqual({ from: newest - 600, to: newest - 100 });
  const closest = zoomRange(range, 0.0001, { at: newest - 500, newest });
  expect(closest.to - closest.from).toBe(10);
});

it('are never longer than what is kept, never after now, and never turned round', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 10, max: 40 * day, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: -50, max: 50, noNaN: true }),
      (length, place, factor, share) => {
        const from = newest - length;
        const zoomed = zoomRange({ from, to: newest }, factor, { at: from + place * length, newest });
        for (const range of [zoomed, panRange(zoomed, share, newest)]) {
          expect(range.to).toBeLessThanOrEqual(newest);
          expect(range.from).toBeGreaterThanOrEqual(newest - 30 * day - 1);
          expect(range.to - range.from).toBeGreaterThanOrEqual(9.99);
        }
      },
    ),
  );
});
