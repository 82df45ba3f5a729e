// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';
import { flowsOf } from '../model/denial-flows.ts';
import { groupReason } from '../model/denial-tone.ts';
import { crossingsOf } from './crossings.ts';

function group(id: string, level: string, changes: Partial<DenialGroup> = {}): DenialGroup {
  return fakeGroup({
    id,
    reason: 'other-categories',
    targetType: 'bulkhead_file_t',
    containers: ['web'],
    count: 3,
    sample: fakeEvent({ target: { user: 'system_u', role: 'object_r', type: 'bulkhead_file_t', level } }),
    ...changes,
  });
}

const owners = [
  { name: 'db', categories: ['c3', 'c4'] },
  { name: 'git', categories: ['c5', 'c6'] },
];

function crossingsOfGroups(...groups: readonly DenialGroup[]) {
  const toneOf = (one: DenialGroup) => groupReason(one).tone;
  return crossingsOf(flowsOf({ groups, counts: undefined, toneOf, container: undefined }), owners);
}

it('counts what containers were denied of each other, and leaves out what else they were denied', () => {
  const { from, to, between } = crossingsOfGroups(
    group('a', 's0:c3,c4'),
    group('b', 's0:c3,c4', { class: 'dir', count: 2 }),
    group('c', 's0:c5,c6', { containers: ['mail'], count: 9 }),
    group('d', 's0:c8,c9', { count: 1 }),
    group('host', 's0:c3,c4', { containers: [] }),
    group('files', 's0', { reason: 'no-rule', targetType: 'shadow_t' }),
  );
  expect([from, to]).toEqual([
    ['mail', 'web'],
    ['git', 'db', undefined],
  ]);
  expect(between('web', 'db')).toEqual({ count: 5, logged: 0, groups: new Set(['a', 'b']) });
  expect(between('web', undefined)?.count).toBe(1);
  expect(between('mail', 'db')).toBe(undefined);
});

it('counts what was logged alone, and never takes it for blocked', () => {
  const { between } = crossingsOfGroups(
    group('a', 's0:c3,c4'),
    group('b', 's0:c3,c4', { class: 'dir', permissive: true, notBlocked: 3 }),
  );
  expect(between('web', 'db')).toEqual({ count: 6, logged: 3, groups: new Set(['a', 'b']) });
});
