// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { denialPage } from './denial-page.ts';
import { fakeGroup } from '../../../testing/models/denial.ts';

type Names = Partial<Pick<DenialGroup, 'containers' | 'comms' | 'permissions'>>;

const group = (id: string, names: Names = {}): DenialGroup =>
  fakeGroup({
    id,
    sourceType: 'a_t',
    targetType: 'b_t',
    permissions: [],
    containers: [],
    comms: [],
    sample: undefined as never,
    ...names,
  });
const view = { events: [], lost: 3, auditLog: null };

/** The ids of the page behind `after`, and what it says of the next. */
function pageOf(groups: readonly DenialGroup[], after?: string): unknown {
  const page = denialPage({ ...view, groups: [...groups] }, after);
  expect(page).toMatchObject(view);
  return [page.groups.map(({ id }) => id).join(''), page.next];
}

/** Three of these fit into an answer, four do not: a name counts its length and three. */
const third = 1024 * 1024 - 1200 - 3;
const ids = ['d', 'b', 'a', 'c'];

it.each([
  ['containers', { containers: ['x'.repeat(third)] }],
  ['programs, six times', { comms: ['x'.repeat(third / 6 - 3)] }],
  ['permissions, twice', { permissions: ['x'.repeat(third / 2 - 2)] }],
])('counts the names of %s', (_, names) => {
  const groups = ids.map((id) => group(id, names));
  expect(pageOf(groups)).toEqual(['abc', 'c']);
  expect(pageOf(groups.slice(0, 3))).toEqual(['dba', undefined]);
});

it('goes on behind the last of the page before, by id', () => {
  const groups = ids.map((id) => group(id));
  expect(pageOf(groups, 'b')).toEqual(['cd', undefined]);
  expect(pageOf(groups, 'd')).toEqual(['', undefined]);
  expect(pageOf(groups)).toEqual(['dbac', undefined]);
  const large = ids.map((id) => group(id, { containers: ['x'.repeat(third)] }));
  expect(pageOf(large, 'c')).toEqual(['d', undefined]);
  expect(pageOf([...large, group('e')], '')).toEqual(['abc', 'c']);
});

it('counts what every group takes, also one without names', () => {
  const small = Array.from({ length: 3000 }, (_, index) => group(String(index).padStart(4, '0')));
  const { groups, next } = denialPage({ ...view, groups: small }, undefined);
  expect(groups.length).toBeLessThan(3000);
  expect(next).toBe(groups.at(-1)?.id);
});

it('gives one group at least, however large', () => {
  const groups = ['b', 'a'].map((id) => group(id, { containers: ['x'.repeat(4 * 1024 * 1024)] }));
  expect(pageOf(groups)).toEqual(['a', 'a']);
  expect(pageOf(groups, 'a')).toEqual(['b', undefined]);
});
