// SPDX-License-Identifier: Apache-2.0
/**
 * How many accesses a domain has by a source, and how many of them its container used: the same words in the window and
 * the terminal.
 */

import type { DomainCount } from '../../model/policy/domain-count.ts';
import type { AccessUsage, ModulePreview } from '../../model/policy/policy-module.ts';
import { numberText, t } from '../../text.ts';

/** Undefined when there is nothing to count. */
export function describeCounts(counts: ModulePreview['counts']): string | undefined {
  if (counts === null) return undefined;
  const { now, then } = counts;
  const [total, outside] = [figure(now?.total, then.total), figure(now && outsideOf(now), outsideOf(then))];
  return t('By this source it may make {total} accesses, {outside} of them outside its own types.', { total, outside });
}

/** Takes how the first sentence begins, up to its verb: `Its module grants`, `By this source it would have`. */
export function describeUsage(
  subject: string,
  { granted, used, grantedOutside, usedOutside, surplus }: Omit<AccessUsage, 'accesses' | 'unknown'>,
): string {
  const accesses = t('{subject} {granted} accesses; {used} of them were used.', { subject, granted, used });
  const unused = surplus.reduce((sum, { permissions }) => sum + permissions.length, 0);
  const outside = t('{granted} of them are outside its own types: {used} were used, and {unused} were not.', {
    granted: grantedOutside,
    used: usedOutside,
    unused,
  });
  return `${accesses} ${outside}`;
}

function outsideOf({ total, columns }: DomainCount): number {
  return total - columns.ownTypes;
}

function figure(now: number | null | undefined, then: number): string {
  const count = numberText(then, { isGrouped: true });
  return now === null || now === undefined || now === then
    ? count
    : t('{count} (now {now})', { count, now: numberText(now, { isGrouped: true }) });
}
