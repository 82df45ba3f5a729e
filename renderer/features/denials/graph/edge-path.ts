// SPDX-License-Identifier: Apache-2.0
/**
 * The way of an edge, whole or up to where it is stopped: its middle as a line, and the band around it as an area. A band
 * is as high as the edge is wide wherever it is cut, so that its ends are upright however steep it is.
 */

import type { PlacedEdge } from './graph-layout.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

type Curve = readonly [Point, Point, Point, Point];

export interface CutEdge {
  /** Draws the part that the access got through, as a band. */
  readonly before: string;
  /** Draws the part that the access would have gone on to, as a line. */
  readonly after: string;
  /** Gives the place at which the access was stopped. */
  readonly at: Point;
}

export function wholePath(edge: PlacedEdge): string {
  return lineOf(curveOf(edge));
}

export function wholeBand(edge: PlacedEdge): string {
  return bandOf(curveOf(edge), edge.width);
}

/** Cuts the curve in two (de Casteljau), at a share of its way. */
export function cutPath(edge: PlacedEdge, share: number): CutEdge {
  const [a, b, c, d] = curveOf(edge);
  const [ab, bc, cd] = [between(a, b, share), between(b, c, share), between(c, d, share)];
  const [abc, bcd] = [between(ab, bc, share), between(bc, cd, share)];
  const at = between(abc, bcd, share);
  return { before: bandOf([a, ab, abc, at], edge.width), after: lineOf([at, bcd, cd, d]), at };
}

function lineOf([a, b, c, d]: Curve): string {
  return `M${a.x},${a.y}C${b.x},${b.y} ${c.x},${c.y} ${d.x},${d.y}`;
}

/** Draws a band: along the upper side, and back along the lower one. */
function bandOf(curve: Curve, width: number): string {
  const [a, b, c, d] = moved(curve, width / 2);
  return `${lineOf(moved(curve, -width / 2))}L${d.x},${d.y}C${c.x},${c.y} ${b.x},${b.y} ${a.x},${a.y}Z`;
}

function moved([a, b, c, d]: Curve, by: number): Curve {
  const down = ({ x, y }: Point): Point => ({ x, y: y + by });
  return [down(a), down(b), down(c), down(d)];
}

function curveOf({ fromX, fromY, toX, toY }: PlacedEdge): Curve {
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
