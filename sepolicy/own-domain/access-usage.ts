// SPDX-License-Identifier: Apache-2.0
/** Compares what the module of a container grants with what the kernel recorded of it while it learned. */

import type { Access, AccessUsage } from '../../contract/model/policy/policy-module.ts';
import { accessesWithout, countOfAccesses } from './access-set.ts';
import type { GrantedAccess } from './granted-beyond.ts';

/** `recorded` is all of what it did, with what the module does not grant. */
export function usageOf(granted: readonly GrantedAccess[], recorded: readonly Access[]): AccessUsage {
  const unused = accessesWithout(granted, recorded);
  const used = accessesWithout(granted, unused);
  const usedOutside = outside(used);
  return {
    granted: countOfAccesses(granted),
    used: countOfAccesses(used),
    grantedOutside: countOfAccesses(outside(granted)),
    usedOutside: countOfAccesses(usedOutside),
    accesses: usedOutside.map(plainAccess),
    surplus: outside(unused)
      .filter(({ isQuiet }) => !isQuiet)
      .map(plainAccess),
    unknown: outside(unused)
      .filter(({ isQuiet }) => isQuiet)
      .map(plainAccess),
  };
}

function outside(accesses: readonly GrantedAccess[]): readonly GrantedAccess[] {
  return accesses.filter(({ isOwn }) => !isOwn);
}

function plainAccess({ target, class: className, permissions }: Access): AccessUsage['surplus'][number] {
  return { target, class: className, permissions: [...permissions] };
}
