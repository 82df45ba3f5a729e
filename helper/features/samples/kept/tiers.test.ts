// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockStart, stepFor, tierFor, tiers } from './tiers.ts';

it('of a block are whole numbers of points, and of blocks of the tier before', () => {
  for (const [index, { step, blockSeconds }] of tiers.entries()) {
    expect(blockSeconds % step).toBe(0);
    if (index > 0) expect(blockSeconds % (tiers[index - 1]?.blockSeconds ?? 0)).toBe(0);
  }
});

it('keep a second for an hour, ten seconds for a day, a minute for 30 days', () => {
  const kept = tiers.map(({ step, blockSeconds, maxBlocks }) => [step, blockSeconds * maxBlocks]);
  for (const [index, least] of [3600, 86_400, 30 * 86_400, 30 * 86_400].entries())
    expect(kept[index]?.[1]).toBeGreaterThanOrEqual(least);
  expect(kept.map(([step]) => step)).toEqual([1, 10, 60, 600]);
});

it('give at most as many points as are asked for, at steps that begin at the same times whatever the range', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 31 * 86_400 }),
      fc.integer({ min: 10, max: 1000 }),
      fc.integer({ min: 0, max: 4e9 }),
      (seconds, points, from) => {
        const step = stepFor(seconds, points);
        const start = Math.floor(from / step) * step;
        expect(Math.ceil((from + seconds - start) / step)).toBeLessThanOrEqual(points);
      },
    ),
  );
  expect([stepFor(600, 700), stepFor(3600, 400), stepFor(30 * 86_400, 600)]).toEqual([1, 10, 7200]);
});

it('begin with the coarsest that is detailed enough, or with one that still has the beginning', () => {
  const oldest = [9000, 5000, 1000];
  expect([
    tierFor(oldest, 9500, 1),
    tierFor(oldest, 9500, 10),
    tierFor(oldest, 9500, 300),
    tierFor(oldest, 8000, 1),
    tierFor(oldest, 2000, 1),
    // Nothing is older than that, so that no detail is given up for it.
    tierFor([9000, 9000, undefined], 1000, 1),
    tierFor([9000, undefined, undefined], 1000, 60),
    tierFor([], 1000, 5),
  ]).toEqual([0, 1, 2, 1, 2, 0, 2, 0]);
});

it('have a block for each time', () => {
  expect(tiers.map((tier) => blockStart(tier, 7321))).toEqual([7320, 7200, 7200, 0]);
});
