// SPDX-License-Identifier: Apache-2.0
/** How the terminals of one tab share its place: a terminal, or two parts beside or below each other. Pure. */

import * as z from 'zod';

export type SplitDirection = 'right' | 'below';
export type Arrow = 'left' | 'right' | 'up' | 'down';

export type PaneLayout =
  | { readonly kind: 'pane'; readonly id: number }
  | {
      readonly kind: 'split';
      readonly direction: SplitDirection;
      readonly first: PaneLayout;
      readonly second: PaneLayout;
    };

export const paneLayoutSchema: z.ZodType<PaneLayout> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pane'), id: z.number().int() }),
  z.strictObject({
    kind: z.literal('split'),
    direction: z.enum(['right', 'below']),
    get first() {
      return paneLayoutSchema;
    },
    get second() {
      return paneLayoutSchema;
    },
  }),
]);

/** The terminals, from the upper left to the lower right. */
export function panesOf(layout: PaneLayout): readonly number[] {
  return layout.kind === 'pane' ? [layout.id] : [...panesOf(layout.first), ...panesOf(layout.second)];
}

/** The new terminal is on the right of, or below, the one that is split. */
export function splitPane(layout: PaneLayout, id: number, direction: SplitDirection, added: number): PaneLayout {
  if (layout.kind === 'split')
    return {
      ...layout,
      first: splitPane(layout.first, id, direction, added),
      second: splitPane(layout.second, id, direction, added),
    };
  if (layout.id !== id) return layout;
  return { kind: 'split', direction, first: layout, second: { kind: 'pane', id: added } };
}

/** What is left takes its place; undefined when nothing is. */
export function removePane(layout: PaneLayout, id: number): PaneLayout | undefined {
  if (layout.kind === 'pane') return layout.id === id ? undefined : layout;
  const first = removePane(layout.first, id);
  const second = removePane(layout.second, id);
  if (first === undefined || second === undefined) return first ?? second;
  return { ...layout, first, second };
}

/** The terminal that one comes to from another in this direction; undefined at the edge. */
export function paneTowards(layout: PaneLayout, id: number, arrow: Arrow): number | undefined {
  if (layout.kind === 'pane') return undefined;
  const { first, second } = layout;
  const isAlong =
    layout.direction === 'right' ? arrow === 'left' || arrow === 'right' : arrow === 'up' || arrow === 'down';
  const isForward = arrow === 'right' || arrow === 'down';
  const [own, other, isTowards] = panesOf(first).includes(id)
    ? [first, second, isAlong && isForward]
    : [second, first, isAlong && !isForward];
  const within = paneTowards(own, id, arrow);
  if (within !== undefined || !isTowards) return within;
  const reached = panesOf(other);
  return isForward ? reached[0] : reached.at(-1);
}
