// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseRange, type IdRange, idsPerContainer, rangeOfIdmap, rangesOfRoot } from './id-ranges.ts';

const root = [{ base: 100_000, count: 10 * idsPerContainer }];

test("only root's ranges of subuid are root's", () => {
  expect(rangesOfRoot('operator:100000:65536\nroot:200000:65536\n\n0:400000:10\nrooty:1:2\nroot:x:1\n')).toEqual([
    { base: 200_000, count: 65_536 },
    { base: 400_000, count: 10 },
  ]);
});

test.each([
  ['u 0 165536 65536', { base: 165_536, count: 65_536 }],
  ['g 0 165536 65536', undefined],
  ['u 1000 1000 1', undefined],
])('the range of the idmap %s', (value, range) => {
  expect(rangeOfIdmap(value)).toEqual(range);
});

test('the lowest free one, also between two that are taken', () => {
  const taken = [0, 2].map((index) => ({ base: 100_000 + index * idsPerContainer, count: idsPerContainer }));
  expect(chooseRange(root, taken)).toEqual({ base: 100_000 + idsPerContainer, count: idsPerContainer });
});

test('none when none is left, or none is large enough', () => {
  expect(chooseRange(root, [{ base: 0, count: 10_000_000 }])).toBe(undefined);
  expect(chooseRange([{ base: 100_000, count: idsPerContainer - 1 }], [])).toBe(undefined);
});

test("one that overlaps nobody's, however crooked theirs are, and lies within root's", () => {
  const taken = fc.array(fc.record({ base: fc.nat(1_000_000), count: fc.integer({ min: 1, max: 200_000 }) }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(taken, (others) => {
      const chosen = chooseRange(root, others);
      if (chosen === undefined) return;
      expect(others.filter((other) => overlaps(other, chosen))).toEqual([]);
      expect(chosen.base >= 100_000 && chosen.base + chosen.count <= 100_000 + 10 * idsPerContainer).toBe(true);
    }),
  );
});

function overlaps(left: IdRange, right: IdRange): boolean {
  return left.base < right.base + right.count && right.base < left.base + left.count;
}
