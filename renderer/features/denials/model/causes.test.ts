// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { causesOf, type CauseQuestion, joinCauses } from './causes.ts';
import { groupReason } from './denial-tone.ts';
import { parseSearch } from '../../../../contract/search/search.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';

const sample = fakeEvent({ path: '/etc/shadow', name: null });

function group(
  id: string,
  last: number,
  {
    containers = ['web'],
    comms = ['cat'],
    reason = 'no-rule',
    count = 1,
    targetType = 'shadow_t',
  }: Partial<DenialGroup> = {},
): DenialGroup {
  return fakeGroup({
    id,
    first: 0,
    last,
    containers,
    comms,
    reason,
    count,
    targetType,
    sample: { ...sample, target: { user: 'u', role: 'r', type: targetType, level: 's0' } },
  });
}

const groups = [
  group('a', 10, { count: 2 }),
  group('b', 30, { containers: ['db', 'web'], reason: 'other-categories', targetType: 'bulkhead_file_t' }),
  group('c', 20, { comms: ['apache2'], count: 9, reason: 'unknown' }),
];
const all: CauseQuestion = {
  terms: [],
  order: 'latest',
  since: 0,
  range: undefined,
  container: undefined,
  counts: undefined,
  reasonOf: (one) => groupReason(one),
};
const ask = (question: Partial<CauseQuestion>): unknown[] =>
  causesOf(groups, { ...all, ...question }).map((cause) => [cause.group.id, cause.count]);

it('puts the latest, the most frequent, or what needs action first', () => {
  expect(ask({})).toEqual([
    ['b', 1],
    ['c', 9],
    ['a', 2],
  ]);
  expect(ask({ order: 'often' })).toEqual([
    ['c', 9],
    ['a', 2],
    ['b', 1],
  ]);
  expect(ask({ order: 'action' })).toEqual([
    ['a', 2],
    ['c', 9],
    ['b', 1],
  ]);
  expect(ask({ order: 'container' })).toEqual([
    ['b', 1],
    ['c', 9],
    ['a', 2],
  ]);
});

it('searches by fields and words, also for what must not be', () => {
  expect(ask({ terms: parseSearch('container:web class:file comm:apache2 -type:bulkhead_file_t') })).toEqual([
    ['c', 9],
  ]);
  expect(ask({ terms: parseSearch('-type:shadow_t') })).toEqual([['b', 1]]);
  expect(ask({ terms: parseSearch('count>1 cat') })).toEqual([['a', 2]]);
});

it('counts only what is looked at: the stretch of time, the container', () => {
  const counts = new Map([
    [
      'b',
      new Map([
        ['db', { blocked: 3, notBlocked: 1 }],
        ['web', { blocked: 2, notBlocked: 0 }],
      ]),
    ],
  ]);
  expect(ask({ counts, range: { from: 0, to: 60 } })).toEqual([['b', 6]]);
  expect(ask({ counts, container: 'db' })).toEqual([['b', 4]]);
  expect(ask({ counts })).toEqual([
    ['b', 6],
    ['c', 9],
    ['a', 2],
  ]);
});

it('goes by first and last where counts over time are not known', () => {
  expect(ask({ range: { from: 25, to: 40 } })).toEqual([['b', 1]]);
});

it('puts a violation that went through before all others, and isolation at work last (window 5)', () => {
  const crossed = { ...group('d', 5, { reason: 'other-categories' }), notBlocked: 1, permissive: true };
  expect(
    causesOf([...groups, crossed], { ...all, order: 'action' }).map(({ group: { id }, reason: { tone } }) => [
      id,
      tone,
    ]),
  ).toEqual([
    ['d', 'crossed'],
    ['a', 'policy'],
    ['c', 'unknown'],
    ['b', 'isolation'],
  ]);
});

it('leaves out what was denied before the stretch of time', () => {
  expect(ask({ since: 15 })).toEqual([
    ['b', 1],
    ['c', 9],
  ]);
});

it('has one cause for all accesses to one object', () => {
  const onFile = (id: string, last: number, permissions: readonly string[], inode: number | null): DenialGroup => ({
    ...group(id, last),
    permissions: [...permissions],
    sample: { ...sample, inode },
  });
  const causes = causesOf(
    [
      onFile('a', 10, ['append'], 7),
      onFile('b', 20, ['getattr'], 7),
      onFile('c', 5, ['read'], 8),
      onFile('d', 4, ['read'], null),
      onFile('e', 3, ['write'], null),
    ],
    all,
  );
  expect(joinCauses(causes).map(({ ids, count, group: { permissions } }) => [ids, count, permissions])).toEqual([
    [['b', 'a'], 2, ['getattr', 'append']],
    [['c'], 1, ['read']],
    [['d'], 1, ['read']],
    [['e'], 1, ['write']],
  ]);
});
