// SPDX-License-Identifier: Apache-2.0
/** How panes share a place: a pane, or two parts beside or below each other, with the share of the first. Pure. */

import * as z from 'zod';

export type SplitDirection = 'right' | 'below';
export type Arrow = 'left' | 'right' | 'up' | 'down';

interface Split {
  readonly kind: 'split';
  readonly direction: SplitDirection;
  /** Says how much the first part has, in per cent. */
  readonly share: number;
  readonly first: PaneLayout;
  readonly second: PaneLayout;
}

export type PaneLayout = { readonly kind: 'pane'; readonly id: number } | Split;

/** Says where a pane is, in per cent of the whole place. */
export interface PaneArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PaneSeparator {
  /** Leads to its split: 1 for each first part, 2 for each second. */
  readonly path: string;
  readonly direction: SplitDirection;
  readonly share: number;
  /** Says what the two parts have together. */
  readonly area: PaneArea;
}

/** Limits what a person moves; parts that were made even may be smaller. */
const smallestShare = 15;
const largestShare = 100 - smallestShare;

export const paneLayoutSchema: z.ZodType<PaneLayout> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pane'), id: z.number().int() }),
  z.strictObject({
    kind: z.literal('split'),
    direction: z.enum(['right', 'below']),
    share: z.number().min(1).max(99),
    get first() {
      return paneLayoutSchema;
    },
    get second() {
      return paneLayoutSchema;
    },
  }),
]);

/** The panes, from the upper left to the lower right. */
export function panesOf(layout: PaneLayout): readonly number[] {
  return layout.kind === 'pane' ? [layout.id] : [...panesOf(layout.first), ...panesOf(layout.second)];
}

interface AddedPane {
  readonly direction: SplitDirection;
  /** Numbers the new pane. */
  readonly added: number;
}

/** The new pane is on the right of, or below, the one that is split. */
export function splitPane(layout: PaneLayout, id: number, part: AddedPane): PaneLayout {
  if (layout.kind === 'split')
    return {
      ...layout,
      first: splitPane(layout.first, id, part),
      second: splitPane(layout.second, id, part),
    };
  if (layout.id !== id) return layout;
  const { direction, added } = part;
  return { kind: 'split', direction, share: 50, first: layout, second: { kind: 'pane', id: added } };
}

/** Splits the largest pane along its longer side, as the place of panes is mostly wider than high. */
export function addPane(layout: PaneLayout | undefined, added: number): PaneLayout {
  if (layout === undefined) return { kind: 'pane', id: added };
  const sizes = [...areasOf(layout)].map(([id, { width, height }]) => ({ id, width, height, size: width * height }));
  const { id, width, height } = sizes.reduce((largest, one) => (one.size > largest.size + tolerance ? one : largest));
  return splitPane(layout, id, { direction: width * usualRatio > height ? 'right' : 'below', added });
}

/** Rows of as many panes; the last may have fewer. Undefined for no pane. */
export function gridOf(ids: readonly number[]): PaneLayout | undefined {
  const perRow = Math.ceil(ids.length / Math.max(1, Math.round(Math.sqrt(ids.length))));
  const rows: PaneLayout[] = [];
  for (let start = 0; start < ids.length; start += perRow) {
    const row = chainOf(
      'right',
      ids.slice(start, start + perRow).map((id) => ({ kind: 'pane', id })),
    );
    if (row !== undefined) rows.push(row);
  }
  return chainOf('below', rows);
}

/** What is left takes its place; undefined when nothing is. */
export function removePane(layout: PaneLayout, id: number): PaneLayout | undefined {
  return keepPanes(layout, (other) => other !== id);
}

/** Removes all panes that are not kept; gives undefined when none is left. */
export function keepPanes(layout: PaneLayout, isKept: (id: number) => boolean): PaneLayout | undefined {
  if (layout.kind === 'pane') return isKept(layout.id) ? layout : undefined;
  const first = keepPanes(layout.first, isKept);
  const second = keepPanes(layout.second, isKept);
  if (first === undefined || second === undefined) return first ?? second;
  return { ...layout, first, second };
}

/** The same layout of panes with other numbers. */
export function renumberPanes(layout: PaneLayout, idOf: (id: number) => number): PaneLayout {
  if (layout.kind === 'pane') return { kind: 'pane', id: idOf(layout.id) };
  return { ...layout, first: renumberPanes(layout.first, idOf), second: renumberPanes(layout.second, idOf) };
}

/** Gives the first part of a split another share, within bounds. */
export function resizeSplit(layout: PaneLayout, path: string, share: number): PaneLayout {
  if (layout.kind === 'pane') return layout;
  if (path === '') return { ...layout, share: Math.min(largestShare, Math.max(smallestShare, share)) };
  const rest = path.slice(1);
  return path.startsWith('1')
    ? { ...layout, first: resizeSplit(layout.first, rest, share) }
    : { ...layout, second: resizeSplit(layout.second, rest, share) };
}

/** Gives all parts that stand in one row, or in one column, the same size. */
export function evenLayout(layout: PaneLayout): PaneLayout {
  if (layout.kind === 'pane') return layout;
  const { direction } = layout;
  const [first, second] = [countAlong(layout.first, direction), countAlong(layout.second, direction)];
  const share = (100 * first) / (first + second);
  return { ...layout, share, first: evenLayout(layout.first), second: evenLayout(layout.second) };
}

/** Gives the place of each pane, in the order of {@link panesOf}. */
export function areasOf(layout: PaneLayout, area: PaneArea = whole): ReadonlyMap<number, PaneArea> {
  if (layout.kind === 'pane') return new Map([[layout.id, area]]);
  const [first, second] = divide(layout, area);
  return new Map([...areasOf(layout.first, first), ...areasOf(layout.second, second)]);
}

/** What stands between the parts of each split. */
export function separatorsOf(layout: PaneLayout, area: PaneArea = whole, path = ''): readonly PaneSeparator[] {
  if (layout.kind === 'pane') return [];
  const [first, second] = divide(layout, area);
  const { direction, share } = layout;
  return [
    { path, direction, share, area },
    ...separatorsOf(layout.first, first, `${path}1`),
    ...separatorsOf(layout.second, second, `${path}2`),
  ];
}

/**
 * The pane that one comes to from another in this direction: of those that touch it there, the one with the longest
 * common side. Undefined at the edge.
 */
export function paneTowards(layout: PaneLayout, id: number, arrow: Arrow): number | undefined {
  const areas = areasOf(layout);
  const from = areas.get(id);
  if (from === undefined) return undefined;
  let reached: number | undefined;
  let longest = tolerance;
  for (const [other, area] of areas) {
    const common = touches(from, area, arrow) ? commonSide(from, area, arrow) : 0;
    if (common <= longest + tolerance) continue;
    reached = other;
    longest = common;
  }
  return reached;
}

const whole: PaneArea = { left: 0, top: 0, width: 100, height: 100 };
/** How much wider than high the place of panes mostly is. */
const usualRatio = 1.6;
/** Differences that come of adding shares. */
const tolerance = 1e-6;

function chainOf(direction: SplitDirection, parts: readonly PaneLayout[]): PaneLayout | undefined {
  const [first, ...others] = parts;
  const second = others.length === 0 ? undefined : chainOf(direction, others);
  if (first === undefined || second === undefined) return first;
  return { kind: 'split', direction, share: 100 / parts.length, first, second };
}

/** How many parts stand one after the other in this direction. */
function countAlong(layout: PaneLayout, direction: SplitDirection): number {
  if (layout.kind === 'pane' || layout.direction !== direction) return 1;
  return countAlong(layout.first, direction) + countAlong(layout.second, direction);
}

function divide({ direction, share }: Split, area: PaneArea): readonly [PaneArea, PaneArea] {
  const { left, top, width, height } = area;
  if (direction === 'right') {
    const own = (width * share) / 100;
    return [
      { left, top, width: own, height },
      { left: left + own, top, width: width - own, height },
    ];
  }
  const own = (height * share) / 100;
  return [
    { left, top, width, height: own },
    { left, top: top + own, width, height: height - own },
  ];
}

function touches(from: PaneArea, other: PaneArea, arrow: Arrow): boolean {
  const isSame = (one: number, another: number): boolean => Math.abs(one - another) < tolerance;
  switch (arrow) {
    case 'left':
      return isSame(other.left + other.width, from.left);
    case 'right':
      return isSame(from.left + from.width, other.left);
    case 'up':
      return isSame(other.top + other.height, from.top);
    case 'down':
      return isSame(from.top + from.height, other.top);
  }
}

function commonSide(from: PaneArea, other: PaneArea, arrow: Arrow): number {
  return arrow === 'left' || arrow === 'right'
    ? Math.min(from.top + from.height, other.top + other.height) - Math.max(from.top, other.top)
    : Math.min(from.left + from.width, other.left + other.width) - Math.max(from.left, other.left);
}
