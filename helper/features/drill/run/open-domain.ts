// SPDX-License-Identifier: Apache-2.0
/**
 * Takes SELinux away from the attacker: a domain of its own, with all permissions of the domain of containers, and
 * permissive. It is a policy module that exists only during a drill; the host and every other domain stay enforcing.
 */

import type { PolicyTransactions } from '../../../selinux/policy/policy-transaction.ts';
import type { Semodule } from '../../../selinux/policy/semodule.ts';
import { openDrillModule, openDrillSource } from '../../../selinux/policy/open-drill-module.ts';
import { isContextKnown } from '../../../selinux/known-context.ts';
import { openDrillType } from '../../../selinux/types.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';

export interface OpenDomain {
  /** Resolves when the kernel knows the domain. */
  install(signal: AbortSignal): Promise<void>;
  /** Resolves when the kernel no longer knows it; does nothing where it never did. */
  remove(): Promise<void>;
}

export function createOpenDomain(
  semodule: Pick<Semodule, 'install' | 'remove' | 'list' | 'rebuild'>,
  transactions: PolicyTransactions,
): OpenDomain {
  return {
    install: (signal) => transactions.run(() => semodule.install(openDrillModule, openDrillSource), signal),
    remove() {
      return transactions.run(async () => {
        if ((await semodule.list(neverAborts)).includes(openDrillModule)) await semodule.remove([openDrillModule]);
        // It is no longer in the store but still in the kernel: a crash interrupted a removal.
        else if (isContextKnown(`system_u:system_r:${openDrillType}:s0`)) await semodule.rebuild();
      }, neverAborts);
    },
  };
}
