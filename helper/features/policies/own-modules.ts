// SPDX-License-Identifier: Apache-2.0
/** The modules of containers, and the same for work that is a part of a transaction of the policy already. */

import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import type { Connection } from '../../journal/database.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { PolicyServices } from '../../selinux/policy/policy-services.ts';
import { type PolicyTransactions, withinTransaction } from '../../selinux/policy/policy-transaction.ts';
import type { RecoveryStep } from '../../server/feature.ts';
import { createTurns } from '../../system/work/turns.ts';
import { createDomainModules, type DomainModules } from './domain-modules.ts';
import { createModuleStore, type ModuleStore } from './module-store.ts';
import { createModuleVersions } from './module-versions.ts';

export interface OwnModules {
  readonly modules: DomainModules;
  /** Installs within the transaction that a change is. */
  readonly withinTransaction: DomainModules;
  readonly recover: RecoveryStep;
}

export interface OwnModulesOptions {
  readonly policy: PolicyServices;
  readonly intents: IntentJournal;
  readonly database: Connection;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Has all members of a cluster know a text that was checked, before it is installed. */
  readonly publish: (container: string, source: string) => Promise<void>;
}

export function createOwnModules({ policy, intents, database, now, publish }: OwnModulesOptions): OwnModules {
  const { semodule, compile } = policy;
  const versions = createModuleVersions(database, policy.folder, now);
  const compilations = createTurns({
    together: serviceLimits.compilations.value,
    each: serviceLimits.compilationsPerUser.value,
    waiting: serviceLimits.compilationsWaiting.value,
    what: 'compilations',
  });
  const storeIn = (transactions: PolicyTransactions): ModuleStore =>
    createModuleStore({ semodule, transactions, intents, versions });
  const modulesOf = (store: ModuleStore): DomainModules =>
    createDomainModules({ store, compile, compilations, policy: policy.process, publish });
  const store = storeIn(policy.transactions);
  return {
    modules: modulesOf(store),
    withinTransaction: modulesOf(storeIn(withinTransaction)),
    recover: store.recover,
  };
}
