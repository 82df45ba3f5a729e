// SPDX-License-Identifier: Apache-2.0
/**
 * Gives out the plain domains of the installed policy as categories are given out: each to one container at a time, and
 * drawn at random, so that one is not soon used again for another container.
 */

import { parseSecurityContext } from '../../contract/model/contexts/parse-security-context.ts';
import {
  ownerOfPolicyName,
  plainDomainCount,
  plainNumberOf,
  plainOwner,
  policyNames,
} from '../../sepolicy/own-domain/names.ts';
import { isContextKnown } from './known-context.ts';

/** The number of the plain domain of a context; undefined where its type is that of none. */
export function plainDomainOf(context: string): number | undefined {
  const owner = ownerOfPolicyName(parseSecurityContext(context)?.type ?? '');
  return owner === undefined ? undefined : plainNumberOf(owner);
}

/**
 * One that the loaded policy has and none of `taken`. `random` gives a number in [0, n). Null where there is none left,
 * or where the policy has none: the container gets a domain that its module declares.
 */
export function choosePlainDomain(
  taken: ReadonlySet<number>,
  random: (n: number) => number,
  isKnown: (context: string) => boolean = isContextKnown,
): number | null {
  const all = Array.from({ length: plainDomainCount }, (_, index) => index + 1);
  const free = all.filter((number) => !taken.has(number));
  const chosen = free[random(Math.max(1, free.length))];
  if (chosen === undefined) return null;
  return isKnown(`system_u:system_r:${policyNames(plainOwner(chosen)).domain}:s0`) ? chosen : null;
}
