// SPDX-License-Identifier: Apache-2.0
/** The curve of an edge, whole or up to where it is stopped. */

import type { PlacedEdge } from './graph-layout.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface CutEdge {
  /** As far as the access got. */
  readonly before: string;
  /** Where it would have gone on to. */
  readonly after: string;
  /** Where it was stopped. */
  readonly at: Point;
}

export function wholePath(edge: PlacedEdge): string {
  const [a, b, c, d] = curveOf(edge);
  return `M${a.x},${a.y}C${b.x},${b.y} ${c.x},${c.y} ${d.x},${d.y}`;
}

/** Cuts the curve in two (de Casteljau), at a share of its way. */
export function cutPath(edge: PlacedEdge, share: number): CutEdge {
  const [a, b, c, d] = curveOf(edge);
  const [ab, bc, cd] = [between(a, b, share), between(b, c, share), between(c, d, share)];
  const [abc, bcd] = [between(ab, bc, share), between(bc, cd, share)];
  const at = between(abc, bcd, share);
  return {
    before: `M${a.x},${a.y}C${ab.x},${ab.y} ${abc.x},${abc.y} ${at.x},${at.y}`,
    after: `M${at.x},${at.y}C${bcd.x},${bcd.y} ${cd.x},${cd.y} ${d.x},${d.y}`,
    at,
  };
}

function curveOf({ fromX, fromY, toX, toY }: PlacedEdge): readonly [Point, Point, Point, Point] {
  const middle = (fromX + toX) / 2;
  return [
    { x: fromX, y: fromY },
    { x: middle, y: fromY },
    { x: middle, y: toY },
    { x: toX, y: toY },
  ];
}

function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
