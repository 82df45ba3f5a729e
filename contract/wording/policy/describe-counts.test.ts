// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { describeCounts } from './describe-counts.ts';
import { accessColumns, type AccessColumns, type DomainCount } from '../../model/policy/domain-count.ts';

function count(total: number, ownTypes: number): DomainCount {
  const columns = Object.fromEntries(accessColumns.map((column) => [column, 0])) as AccessColumns;
  return { domain: 'bulkhead_c_web_t', total, columns: { ...columns, ownTypes }, acrossCategories: 0 };
}

it('says both figures, and what they are now where that differs', () => {
  expect(describeCounts({ now: count(1834, 400), then: count(1839, 405) })).toBe(
    'By this source it may make 1,839 (now 1,834) accesses, 1,434 of them outside its own types.',
  );
  expect(describeCounts({ now: count(834, 400), then: count(834, 400) })).toBe(
    'By this source it may make 834 accesses, 434 of them outside its own types.',
  );
});

it('compares with nothing where the policy has no such domain, and counts nothing where the source is wrong', () => {
  expect(describeCounts({ now: null, then: count(834, 400) })).not.toContain('now');
  expect(describeCounts(null)).toBeUndefined();
});
