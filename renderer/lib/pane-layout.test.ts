// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPane,
  areasOf,
  evenLayout,
  gridOf,
  type PaneArea,
  paneTowards,
  type PaneLayout,
  paneLayoutSchema,
  panesOf,
  removePane,
  resizeSplit,
  separatorsOf,
  splitPane,
} from './pane-layout.ts';

const one: PaneLayout = { kind: 'pane', id: 1 };
/** 1 on the left; 2 above 3 on the right. */
const three = splitPane(splitPane(one, 1, { direction: 'right', added: 2 }), 2, { direction: 'below', added: 3 });
const grid = (count: number): PaneLayout => gridOf(Array.from({ length: count }, (_, index) => index + 1)) ?? one;

describe('the panes of a place', () => {
  it('are split beside and below each other', () => {
    expect(panesOf(three)).toEqual([1, 2, 3]);
    expect(three).toMatchObject({
      direction: 'right',
      first: { id: 1 },
      second: { direction: 'below', first: { id: 2 }, second: { id: 3 } },
    });
  });

  it('give their place to what is left', () => {
    expect(removePane(three, 2)).toEqual({
      kind: 'split',
      direction: 'right',
      share: 50,
      first: one,
      second: { kind: 'pane', id: 3 },
    });
    expect(removePane(three, 1)).toMatchObject({ direction: 'below', first: { id: 2 }, second: { id: 3 } });
    expect(removePane(one, 1)).toBeUndefined();
  });

  it.each([
    [1, 'right', 2],
    [2, 'left', 1],
    [3, 'left', 1],
    [2, 'down', 3],
    [3, 'up', 2],
    [1, 'left', undefined],
    [1, 'up', undefined],
    [3, 'right', undefined],
    [7, 'right', undefined],
  ] as const)('from %i one comes %s to %s', (id, arrow, reached) => {
    expect(paneTowards(three, id, arrow)).toBe(reached);
  });

  it.each([
    [2, 'down', 4],
    [4, 'up', 2],
    [3, 'right', 4],
    [4, 'left', 3],
  ] as const)('of a grid of four, from %i one comes %s to %i', (id, arrow, reached) => {
    expect(paneTowards(grid(4), id, arrow)).toBe(reached);
  });

  it('lead to the pane with the longest common side, however they were split', () => {
    const moved = resizeSplit(three, '2', 20);
    expect(paneTowards(moved, 1, 'right')).toBe(3);
  });

  it.each([
    [1, [1]],
    [2, [2]],
    [3, [2, 1]],
    [4, [2, 2]],
    [5, [3, 2]],
    [9, [3, 3, 3]],
    [16, [4, 4, 4, 4]],
  ])('%i of them make rows of %j', (count, rows) => {
    const tops = [...areasOf(grid(count)).values()].map(({ top }) => Math.round(top));
    expect([...new Set(tops)].map((top) => tops.filter((other) => other === top).length)).toEqual(rows);
  });

  it('have the same size in a grid, and after that was asked for', () => {
    const moved = resizeSplit(resizeSplit(grid(9), '', 70), '1', 80);
    for (const layout of [grid(9), evenLayout(moved)])
      for (const { width, height } of areasOf(layout).values())
        expect([width, height]).toEqual([expect.closeTo(100 / 3), expect.closeTo(100 / 3)]);
  });

  it('are added where the largest is', () => {
    expect(addPane(undefined, 1)).toEqual(one);
    expect(addPane(one, 2)).toMatchObject({ direction: 'right', first: { id: 1 }, second: { id: 2 } });
    expect(addPane(three, 4)).toMatchObject({ first: { direction: 'below', first: { id: 1 }, second: { id: 4 } } });
  });

  it('keep within bounds what a person moves', () => {
    expect([resizeSplit(three, '2', 1), resizeSplit(three, '', 300), resizeSplit(three, '22', 40)]).toMatchObject([
      { share: 50, second: { share: 15 } },
      { share: 85 },
      three,
    ]);
  });

  it('are read back as they were written', () => {
    expect(paneLayoutSchema.parse(JSON.parse(JSON.stringify(three)))).toEqual(three);
    expect(paneLayoutSchema.safeParse({ ...three, share: 120 }).success).toBe(false);
  });
});

type Step =
  | { readonly kind: 'split'; readonly at: number; readonly direction: 'right' | 'below' }
  | { readonly kind: 'remove' | 'resize'; readonly at: number; readonly share: number }
  | { readonly kind: 'add' | 'even' | 'grid' };

const stepOf: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('split' as const),
    at: fc.nat(30),
    direction: fc.constantFrom('right' as const, 'below' as const),
  }),
  fc.record({
    kind: fc.constantFrom('remove' as const, 'resize' as const),
    at: fc.nat(30),
    share: fc.double({ min: -50, max: 150, noNaN: true }),
  }),
  fc.record({ kind: fc.constantFrom('add' as const, 'even' as const, 'grid' as const) }),
);

/** The layout after a step, and the panes that it should have. */
function take(
  layout: PaneLayout,
  step: Step,
  added: number,
): { readonly layout: PaneLayout; readonly ids: readonly number[] } {
  const ids = panesOf(layout);
  const at = 'at' in step ? (ids[step.at % ids.length] ?? 0) : 0;
  switch (step.kind) {
    case 'split':
      return { layout: splitPane(layout, at, { direction: step.direction, added }), ids: [...ids, added] };
    case 'add':
      return { layout: addPane(layout, added), ids: [...ids, added] };
    case 'remove': {
      const left = removePane(layout, at);
      return left === undefined ? { layout, ids } : { layout: left, ids: ids.filter((id) => id !== at) };
    }
    case 'resize': {
      const separators = separatorsOf(layout);
      const { path } = separators[step.at % Math.max(1, separators.length)] ?? { path: '' };
      return { layout: resizeSplit(layout, path, step.share), ids };
    }
    case 'even':
      return { layout: evenLayout(layout), ids };
    case 'grid':
      return { layout: gridOf(ids) ?? layout, ids };
  }
}

it('no pane is lost, none covers another, and together they fill the place, whatever is done', () => {
  fc.assert(
    fc.property(fc.array(stepOf, { maxLength: 25 }), (steps) => {
      let layout: PaneLayout = one;
      steps.forEach((step, index) => {
        const next = take(layout, step, index + 2);
        expect(panesOf(next.layout).toSorted()).toEqual(next.ids.toSorted());
        ({ layout } = next);
      });
      const areas = [...areasOf(layout).values()];
      expect(separatorsOf(layout)).toHaveLength(areas.length - 1);
      const filled = areas.reduce((sum, { width, height }) => sum + width * height, 0);
      expect(filled).toBeCloseTo(100 * 100, 3);
      for (const [index, area] of areas.entries())
        for (const other of areas.slice(index + 1)) expect(common(area, other)).toBeLessThan(0.001);
    }),
  );
});

/** The size of what two areas have in common. */
function common(one: PaneArea, other: PaneArea): number {
  const width = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const height = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  return Math.max(0, width) * Math.max(0, height);
}
