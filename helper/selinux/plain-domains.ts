// SPDX-License-Identifier: Apache-2.0
/**
 * Gives out the plain domains of the installed policy as categories are given out: each to one container at a time, and
 * drawn at random, so that one is not soon used again for another container.
 */

import { parseSecurityContext } from '../../contract/model/contexts/parse-security-context.ts';
import { ownerOfPolicyName, plainNumberOf, plainOwner, policyNames } from '../../sepolicy/own-domain/names.ts';
import { type PlainChoice, plainDomainsFor } from '../../contract/model/policy/plain-kinds.ts';
import { isContextKnown } from './known-context.ts';

/** Gives the number of the plain domain of a context; undefined where its type is that of none. */
export function plainDomainOf(context: string): number | undefined {
  const owner = ownerOfPolicyName(parseSecurityContext(context)?.type ?? '');
  return owner === undefined ? undefined : plainNumberOf(owner);
}

/**
 * One that the loaded policy has, that none of `taken` is, and that has nothing beyond what is chosen; of these one that
 * has most of it. `random` gives a number in [0, n). Null where there is none left, or where the policy has none: the
 * container gets a domain that its module declares.
 */
export function choosePlainDomain(
  { taken, chosen }: { readonly taken: ReadonlySet<number>; readonly chosen: PlainChoice },
  random: (n: number) => number,
  isKnown: (context: string) => boolean = isContextKnown,
): number | null {
  for (const numbers of plainDomainsFor(chosen)) {
    const free = numbers.filter((number) => !taken.has(number));
    const number = free.length === 0 ? undefined : free[random(free.length)];
    if (number !== undefined && isKnown(`system_u:system_r:${policyNames(plainOwner(number)).domain}:s0`))
      return number;
  }
  return null;
}
