// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../contract/fixtures/in-english.ts';
import type { GivenRemedy } from '../contract/model/denials/explanation.ts';
import { leave, narrowestFirst, remedyOf } from './remedy.ts';

const opening = { source: 'a_t', target: 'b_t', class: 'file', permissions: ['read'] };

function remedy(id: string, reach: GivenRemedy['reach'], count = 0): GivenRemedy {
  return remedyOf({
    id,
    kind: 'own-rule',
    reach,
    summary: '',
    change: ['x'],
    cannotApply: null,
    risk: { level: 'low', reason: '' },
    opens: Array.from({ length: count }, () => opening),
  });
}

it('counts what it opens and takes away, and names the first forty of each', () => {
  const many = remedyOf({
    id: 'a',
    kind: 'relabel',
    reach: 'host',
    summary: 's',
    change: ['x'],
    cannotApply: null,
    needs: 'own-domain',
    risk: { level: 'low', reason: '' },
    opens: Array.from({ length: 41 }, () => opening),
    loses: Array.from({ length: 50 }, () => opening),
    touches: ['db'],
  });
  expect([many.opens.length, many.opensCount, many.loses.length, many.losesCount]).toEqual([40, 41, 40, 50]);
  expect(many).toMatchObject({ touches: ['db'], needs: 'own-domain', change: ['x'] });
  expect(remedy('a', 'container')).toMatchObject({
    opens: [],
    opensCount: 0,
    loses: [],
    losesCount: 0,
    touches: [],
    needs: null,
  });
});

it('comes first when nothing is to be changed, then by whom it is about, then by how much it opens', () => {
  const remedies = [
    remedy('host', 'host'),
    remedy('wide', 'container', 3),
    remedy('both', 'containers'),
    remedy('narrow', 'container', 1),
    leave('as it is'),
  ];
  expect(narrowestFirst(remedies).map(({ id }) => id)).toEqual(['leave', 'narrow', 'wide', 'both', 'host']);
  expect(inEnglish(leave('as it is'))).toMatchObject({
    summary: 'as it is',
    change: [],
    risk: { level: 'low' },
    cannotApply: 'there is nothing to apply',
  });
});
