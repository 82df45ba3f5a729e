// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { hues, identityOf, shapes } from './hue.ts';

it('gives a name the same identity every time', () => {
  expect(identityOf('web')).toEqual(identityOf('web'));
});

it('spreads names over all hues and shapes', () => {
  const identities = Array.from({ length: 400 }, (_, index) => identityOf(`tenant-${index}`));
  expect(new Set(identities.map(({ hue }) => hue.name)).size).toBe(hues.length);
  expect(new Set(identities.map(({ shape }) => shape)).size).toBe(shapes.length);
  for (const hue of hues) expect(identities.filter((identity) => identity.hue === hue).length).toBeLessThan(110);
});
