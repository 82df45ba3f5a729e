// SPDX-License-Identifier: Apache-2.0
/** What a source would make of the number of accesses that a domain has: the same words in the window and the terminal. */

import type { DomainCount } from './model/policy/domain-count.ts';
import type { ModulePreview } from './model/policy/policy-module.ts';

/** Undefined when there is nothing to count. */
export function describeCounts(counts: ModulePreview['counts']): string | undefined {
  if (counts === null) return undefined;
  const { now, then } = counts;
  const [total, outside] = [figure(now?.total, then.total), figure(now && outsideOf(now), outsideOf(then))];
  return `By this source it may make ${total} accesses, ${outside} of them outside its own types.`;
}

function outsideOf({ total, columns }: DomainCount): number {
  return total - columns.ownTypes;
}

function figure(now: number | null | undefined, then: number): string {
  const words = then.toLocaleString('en-GB');
  return now === null || now === undefined || now === then ? words : `${words} (now ${now.toLocaleString('en-GB')})`;
}
