// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { IsolationMap } from '../../../../contract/model/isolation-finding.ts';
import { apartness, cellSentence, shownOf } from './isolation-map-labels.ts';

function mapOf(rows: readonly string[]): IsolationMap {
  return {
    containers: rows.map((_, index) => ({
      name: `n${index}`,
      context: `u:r:web_t:s0:c${index},c9`,
      content: `u:object_r:files_t:s0:c${index},c9`,
    })),
    rows: [...rows],
  };
}

const map = mapOf(['-co', 't-u', 'cc-']);

it('says for each cell by what two are isolated', () => {
  expect([
    apartness(map, 0, 0),
    apartness(map, 0, 1),
    apartness(map, 1, 0),
    apartness(map, 0, 2),
    apartness(map, 1, 2),
  ]).toEqual(['self', 'categories', 'type', 'open', 'unknown']);
  expect(cellSentence(map, 0, 1)).toBe('n0 cannot access n1: it has c0,c9, and the other has c1,c9.');
  expect(cellSentence(map, 1, 0)).toBe('n1 cannot access n0: no rule allows web_t access to files_t.');
  expect(cellSentence(map, 0, 2)).toBe(
    'n0 can access n2: the policy does not separate web_t with c0,c9 from files_t with c2,c9.',
  );
});

it('counts each open way once', () => {});

it('shows all while they fit, and then those first that are not isolated from all', () => {
  expect(shownOf(mapOf(['-cc', 'c-u', 'cc-']), 3)).toEqual({ shown: [1, 2, 0], hidden: 0 });
  expect(shownOf(mapOf(['-ccc', 'o-oo', 'cc-c', 'cco-']), 4).shown).toEqual([1, 3, 2, 0]);
  const many = mapOf(['-cccc', 'c-ccc', 'cc-cc', 'ccc-o', 'cccc-']);
  expect(shownOf(many, 2)).toEqual({ shown: [3, 4], hidden: 3 });
});
