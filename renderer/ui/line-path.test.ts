// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createSeriesRing } from '../lib/series-ring.ts';
import { linePath } from './line-path.ts';

it('interrupts the line where samples are missing, and never draws a zero', () => {
  const ring = createSeriesRing(['cpu', 'memory'], 10);
  for (const time of [0.1, 1, 2, 8, 9]) ring.push(time, { cpu: 50, memory: Number.NaN });
  const place = { ring, range: { from: 0, to: 10 }, width: 100, height: 100, max: 100 };
  expect(linePath({ ...place, column: 'cpu' }).line).toBe('M1.0 50.0L10.0 50.0L20.0 50.0M80.0 50.0L90.0 50.0');
  expect(linePath({ ...place, column: 'memory' }).line).toBe('');
});

it('draws on over samples that come some seconds late (window m5)', () => {
  const ring = createSeriesRing(['cpu'], 10);
  for (const time of [0, 1, 6]) ring.push(time, { cpu: 50 });
  const { line } = linePath({ ring, column: 'cpu', range: { from: 0, to: 10 }, width: 100, height: 100, max: 100 });
  expect(line).toBe('M0.0 50.0L10.0 50.0L60.0 50.0');
});
