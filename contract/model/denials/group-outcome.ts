// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether SELinux blocked what a group of denials tried. It needs no schemas, so that a client in a terminal
 * begins sooner.
 */

import type { DenialGroup } from './denial.ts';

/** The result of a group's accesses: SELinux blocked all of them, only logged all of them, or some of each. */
export type GroupOutcome = 'blocked' | 'logged' | 'both';

/** The outcome of a group of denials; an access that is only logged took place. */
export function outcomeOfGroup({
  permissive,
  notBlocked,
}: Pick<DenialGroup, 'permissive' | 'notBlocked'>): GroupOutcome {
  if (permissive) return 'logged';
  return notBlocked > 0 ? 'both' : 'blocked';
}
