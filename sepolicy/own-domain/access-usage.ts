// SPDX-License-Identifier: Apache-2.0
/** Compares what the module of a container grants with what the kernel recorded of it while it learned. */

import type { Access, AccessUsage } from '../../contract/model/policy-module.ts';
import { accessesWithout, countOfAccesses } from './access-set.ts';
import type { GrantedAccess } from './granted-beyond.ts';

/** `recorded` is all of what it did, with what the module does not grant. */
export function usageOf(granted: readonly GrantedAccess[], recorded: readonly Access[]): AccessUsage {
  const outside = granted.filter(({ isOwn }) => !isOwn);
  const unused = accessesWithout(granted, recorded);
  const surplus = unused.filter(({ isOwn }) => !isOwn);
  const used = accessesWithout(granted, unused);
  return {
    granted: countOfAccesses(granted),
    used: countOfAccesses(used),
    grantedOutside: countOfAccesses(outside),
    usedOutside: countOfAccesses(outside) - countOfAccesses(surplus),
    accesses: used.filter(({ isOwn }) => !isOwn).map(plainAccess),
    surplus: surplus.map(plainAccess),
  };
}

function plainAccess({ target, class: className, permissions }: Access): AccessUsage['surplus'][number] {
  return { target, class: className, permissions: [...permissions] };
}
