// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { formatThreats } from './threat-model.ts';
import { readNamedTests } from './test-titles.ts';

const row = { id: 'C6', threat: 'Labelling leaves the tree.', answer: 'Walked by descriptor.' };
const groups = [{ title: 'C. Paths', rows: [row] }];

describe('titles of tests', () => {
  it('name what they prove in brackets at their end, in every way of writing one', () => {
    const text = `
      it('follows no link (C6)', () => {});
      test("another container's file is left alone (C5, C6)", async () => {});
      describe(\`a folder (review F3) (B8)\`, () => {});
      it.each([
        ['web', 1],
      ])('labels %s (window 5)', () => {});
      it('says (C6) in the middle only', () => {});
      it('has brackets of another kind (slow)', () => {});
    `;
    expect(readNamedTests('a.test.ts', text)).toEqual([
      { path: 'a.test.ts', title: 'follows no link', ids: ['C6'] },
      { path: 'a.test.ts', title: "another container's file is left alone", ids: ['C5', 'C6'] },
      { path: 'a.test.ts', title: 'a folder', ids: ['review F3', 'B8'] },
      { path: 'a.test.ts', title: 'labels %s', ids: ['window 5'] },
    ]);
  });
});

describe('the threat model', () => {
  const proof = { path: 'helper/labels/walk.test.ts', title: 'follows no link', ids: ['C6'] };

  it('shows each row with its tests', () => {
    expect(formatThreats(groups, [proof])).toContain(
      '| C6 | Labelling leaves the tree. | Walked by descriptor. | [walk](../helper/labels/walk.test.ts): follows no link |',
    );
  });

  it('is not written while a row has neither a test nor a reason', () => {
    expect(() => formatThreats(groups, [])).toThrow('no test has (C6) at the end of its title');
  });

  it('is not written when a reason outlives what it said', () => {
    expect(() => formatThreats([{ title: 'C', rows: [{ ...row, untested: 'not yet' }] }], [proof])).toThrow(
      'C6 is said to be untested',
    );
  });

  it('is not written when a test names a row that is not there', () => {
    expect(() => formatThreats(groups, [proof, { ...proof, ids: ['C7'] }])).toThrow('names C7, which is no row');
  });
});
