// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { describeRatio, describeTimes, takeTurns } from './harness.ts';

it('measures each way once a round, and changes which one is first', async () => {
  const order: string[] = [];
  const way = (name: string) => (round: number) => {
    order.push(`${name}${round}`);
    return round;
  };
  expect(await takeTurns({ a: way('a'), b: way('b') }, { rounds: 3 })).toEqual({ a: [0, 1, 2], b: [0, 1, 2] });
  expect(order).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
});

it('does not count a round that only fills caches', async () => {
  const times = await takeTurns({ a: async (round) => round }, { rounds: 2, hasWarmUp: true });
  expect(times).toEqual({ a: [1, 2] });
});

it('says the median and the range of each way, one below the other', () => {
  expect(describeTimes({ own: [3, 1, 2], 'by hand': [4] })).toBe(
    '  own      2.00 s (1.00 to 3.00)\n  by hand  4.00 s (4.00 to 4.00)',
  );
  expect(describeTimes({ own: [3.4] }, 'ms', 0)).toBe('  own  3 ms (3 to 3)');
});

it('compares the medians of two ways, and their quickest rounds', () => {
  expect(describeRatio({ own: [3, 1, 2], 'by hand': [4] }, { of: 'own', to: 'by hand', most: 1.25 })).toBe(
    'own / by hand: 0.50 (at most 1.25), of the quickest rounds 0.25',
  );
});
