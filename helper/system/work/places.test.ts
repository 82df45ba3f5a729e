// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createPlaces } from './places.ts';

it('gives each user as many places as there are for one, and each again once it is free', () => {
  const places = createPlaces(2);
  const [first, second] = [places.take(1), places.take(1)];
  expect([first, second, places.take(1), places.take(2)].map((free) => free !== undefined)).toEqual([
    ...[true, true, false, true],
  ]);
  first?.();
  expect(places.take(1)).toBeDefined();
  expect(places.take(1)).toBeUndefined();
});

it('frees a place once, however often that is said', () => {
  const places = createPlaces(2);
  const [first] = [places.take(1), places.take(1)];
  first?.();
  first?.();
  expect([places.take(1) !== undefined, places.take(1)]).toEqual([true, undefined]);
});

it('counts from the beginning for a user who has freed all', () => {
  const places = createPlaces(1);
  places.take(1)?.();
  expect(places.take(1)).toBeDefined();
  expect(places.take(1)).toBeUndefined();
});
