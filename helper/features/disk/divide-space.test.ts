// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Claim, divideSpace } from './divide-space.ts';

const claims: fc.Arbitrary<readonly Claim[]> = fc.array(
  fc.record({ used: fc.nat(2 ** 40), limit: fc.option(fc.nat(2 ** 40), { nil: undefined }) }),
  { maxLength: 40 },
);
const free = fc.integer({ min: -(2 ** 40), max: 2 ** 42 });

function headroom(given: readonly Claim[], grants: readonly number[]): readonly number[] {
  return given.map(({ used }, index) => Math.max(0, (grants[index] ?? 0) - used));
}

test('all containers together can never take more than is free, whatever their limits (review F1)', () => {
  fc.assert(
    fc.property(free, claims, (space, given) => {
      const { grants } = divideSpace(space, given);
      expect(headroom(given, grants).reduce((sum, room) => sum + room, 0)).toBeLessThanOrEqual(Math.max(0, space));
    }),
  );
});

test('nobody may take more than its limit, and none gets less than it has', () => {
  fc.assert(
    fc.property(free, claims, (space, given) => {
      for (const [index, grant] of divideSpace(space, given).grants.entries()) {
        const { used, limit = Infinity } = given[index] ?? { used: 0 };
        expect(grant).toBeLessThanOrEqual(limit);
        expect(grant).toBeGreaterThanOrEqual(Math.min(used, limit));
      }
    }),
  );
});

test('one that takes all that it gets, again and again, leaves the others half of an equal share (review F1)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 2 ** 40 }),
      fc.array(fc.integer({ min: 100, max: 2 ** 40 }), { minLength: 1, maxLength: 8 }),
      (space, limits) => {
        let [used, left] = [0, space];
        for (let second = 0; second < 100; second += 1) {
          const taken =
            (divideSpace(left, [{ used, limit: undefined }, ...limits.map((limit) => ({ used: 0, limit }))])
              .grants[0] ?? 0) - used;
          [used, left] = [used + taken, left - taken];
        }
        const { grants } = divideSpace(left, [
          { used, limit: undefined },
          ...limits.map((limit) => ({ used: 0, limit })),
        ]);
        for (const [index, limit] of limits.entries())
          expect(grants[index + 1]).toBeGreaterThanOrEqual(
            Math.min(limit, Math.floor(space / (limits.length + 1) / 2)) - limits.length - 1,
          );
      },
    ),
  );
});

test('each has its whole limit where all fit, and nothing is left over where they do not', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 42), claims, (space, given) => {
      const { grants, isOvercommitted } = divideSpace(space, given);
      const limited = given.map(({ limit }) => limit ?? Infinity);
      const sum = headroom(given, limited).reduce((total, room) => total + room, 0);
      if (sum <= space) expect({ grants, isOvercommitted }).toEqual({ grants: limited, isOvercommitted: false });
      else
        expect(headroom(given, grants).reduce((total, room) => total + room, 0)).toBeGreaterThan(space - given.length);
    }),
  );
});

test('a container without a limit of its own shares what the others do not want', () => {
  expect(
    divideSpace(100, [
      { used: 10, limit: 30 },
      { used: 5, limit: undefined },
      { used: 0, limit: 1000 },
    ]),
  ).toEqual({ grants: [30, 42, 42], isOvercommitted: true });
  expect(
    divideSpace(100, [
      { used: 10, limit: 30 },
      { used: 5, limit: undefined },
    ]),
  ).toEqual({ grants: [30, 85], isOvercommitted: false });
});

test('a limit below what is used lets nothing more be written', () => {
  expect(divideSpace(100, [{ used: 50, limit: 20 }]).grants).toEqual([20]);
});

test('nothing is given out while less than the reserve is free', () => {
  expect(
    divideSpace(-5, [
      { used: 50, limit: 80 },
      { used: 1, limit: undefined },
    ]),
  ).toEqual({ grants: [50, 1], isOvercommitted: true });
});

test('a limit that is there to the last byte is not overcommitted', () => {
  const beside = (limit: number): boolean =>
    divideSpace(100, [
      { used: 0, limit },
      { used: 0, limit: undefined },
    ]).isOvercommitted;
  expect([beside(50), beside(51)]).toEqual([false, true]);
});

test('half of an equal share of the whole disk is kept from one that has much of it already', () => {
  const { grants } = divideSpace(60, [
    { used: 100, limit: undefined },
    { used: 0, limit: 100 },
  ]);
  // An equal share of 160 is 80, of which 40 are kept; the other 20 that are free are divided.
  expect(grants).toEqual([110, 50]);
});
