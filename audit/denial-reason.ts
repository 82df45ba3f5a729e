// SPDX-License-Identifier: Apache-2.0
/**
 * Says why an access was denied, as far as its record alone shows. The loaded policy is not asked, so much stays
 * unknown.
 */

import type { DenialEvent, DenialGroup } from '../contract/model/denials/denial.ts';
import { clearanceOf, holdsCategories } from './events/category-set.ts';

export type DenialReason = DenialGroup['reason'];

/** The parts of an event that decide its reason. */
export type ReasonParts = Pick<DenialEvent, 'record' | 'decision' | 'source' | 'target' | 'permissions'>;

/**
 * - `other-categories`: the process has categories of its own, and the object has one that the process lacks: two
 * containers are isolated by categories.
 * - `no-rule`: categories and sensitivity cannot be the cause and no constraint on users or roles applies, so a rule is
 * missing.
 */
export function denialReason(event: ReasonParts): DenialReason {
  const { source, target } = event;
  if (event.record === 'SELINUX_ERR' || event.decision !== 'denied' || source === null || target === null)
    return 'unknown';
  const byLevel = compareLevels(source.level, target.level);
  if (byLevel !== 'no-rule') return byLevel;
  const isSameIdentity = source.user === target.user && source.role === target.role;
  return isSameIdentity || !event.permissions.some((permission) => identityPermissions.has(permission))
    ? 'no-rule'
    : 'unknown';
}

/** Policies constrain these by user or role as well. */
const identityPermissions: ReadonlySet<string> = new Set([
  'transition',
  'dyntransition',
  'create',
  'relabelfrom',
  'relabelto',
  'associate',
]);

/**
 * Remembers the reason by source level and target level. A few pairs make up nearly all of a log; when there are more,
 * the memory is cleared.
 */
const compared = new Map<string, Map<string, DenialReason>>();
const maxCompared = 4096;

function compareLevels(source: string, target: string): DenialReason {
  const known = compared.get(source)?.get(target);
  if (known !== undefined) return known;
  const result = compareClearances(source, target);
  if (compared.size >= maxCompared) compared.clear();
  const row = compared.get(source) ?? new Map<string, DenialReason>();
  if (row.size >= maxCompared) row.clear();
  compared.set(source, row.set(target, result));
  return result;
}

function compareClearances(sourceLevel: string, targetLevel: string): DenialReason {
  if (sourceLevel === '' && targetLevel === '') return 'no-rule';
  const source = clearanceOf(sourceLevel);
  const target = clearanceOf(targetLevel);
  if (source === undefined || target === undefined) return 'unknown';
  // Policies isolate only confined containers by their categories, and a process without categories is not one: a
  // daemon of the host is denied for other reasons.
  if (!holdsCategories(source, target)) return source.ranges.length === 0 ? 'unknown' : 'other-categories';
  return source.sensitivity === target.sensitivity ? 'no-rule' : 'unknown';
}
