// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { paneTowards, type PaneLayout, paneLayoutSchema, panesOf, removePane, splitPane } from './pane-layout.ts';

const one: PaneLayout = { kind: 'pane', id: 1 };
/** 1 on the left; 2 above 3 on the right. */
const three = splitPane(splitPane(one, 1, 'right', 2), 2, 'below', 3);

describe('the terminals of a tab', () => {
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
  ] as const)('from %i one comes %s to %s', (id, arrow, reached) => {
    expect(paneTowards(three, id, arrow)).toBe(reached);
  });

  it('are read back as they were written', () => {
    expect(paneLayoutSchema.parse(JSON.parse(JSON.stringify(three)))).toEqual(three);
  });
});
