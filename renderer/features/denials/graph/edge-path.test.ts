// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { cutPath, wholeBand, wholePath } from './edge-path.ts';
import type { PlacedEdge } from './graph-layout.ts';

/** Much steeper than it is long. */
const steep: PlacedEdge = { edge: {} as PlacedEdge['edge'], fromX: 0, fromY: 40, toX: 60, toY: 400, width: 20 };

/** The points of a path, in their order. */
const points = (path: string): readonly (readonly number[])[] =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

it('is as high as it is wide at both ends, which are upright', () => {
  const [begin, , , end, below, , , back] = points(wholeBand(steep));
  expect([begin, back, end, below]).toEqual([
    [0, 30],
    [0, 50],
    [60, 390],
    [60, 410],
  ]);
});

it('is cut upright where the access was stopped, however steep the way is there', () => {
  const { before, after, at } = cutPath(steep, 0.5);
  const [, , , end = [], below = []] = points(before);
  expect([end[0], below[0]]).toEqual([at.x, at.x]);
  expect((below[1] ?? 0) - (end[1] ?? 0)).toBe(steep.width);
  expect(points(after)[0]).toEqual([at.x, at.y]);
});

it('has its middle from node to node', () => {
  const line = points(wholePath(steep));
  expect([line[0], line.at(-1)]).toEqual([
    [0, 40],
    [60, 400],
  ]);
});
