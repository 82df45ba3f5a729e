// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { hueColour } from '../../ui/hue-mark.tsx';
import { lineColours } from './line-colours.ts';

const names = Array.from({ length: 8 }, (_, index) => `tenant-${index}`);

it('gives each its own hue where it is free, and never the same line twice', () => {
  const colours = lineColours(names);
  const lines = [...colours.values()].map(({ colour, isDashed }) => `${colour} ${isDashed}`);
  expect(new Set(lines).size).toBe(8);
  expect(colours.get('tenant-0')).toEqual({ colour: hueColour('tenant-0'), isDashed: false });
  expect([...colours.values()].filter(({ isDashed }) => isDashed)).toHaveLength(1);
});

it('changes no colour when one is added', () => {
  const before = lineColours(names.slice(0, 5));
  const after = lineColours(names);
  for (const [name, colour] of before) expect(after.get(name)).toEqual(colour);
});
