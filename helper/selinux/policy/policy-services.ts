// SPDX-License-Identifier: Apache-2.0
/**
 * What works on the policy of this host, each of it once: the worker that alone changes it, one change at a time, the
 * process that answers questions.
 */

import type { WithoutRights } from '../../system/programs/without-rights.ts';
import type { WorkGroup } from '../../system/programs/work-group.ts';
import { policySequence } from './kernel-policy.ts';
import { createPolicyProcess, type PolicyProcess } from './policy-process.ts';
import { createPolicyTransactions, type PolicyTransactions } from './policy-transaction.ts';
import { createPolicyWorker, type PolicyWorker } from './worker/policy-worker.ts';

export interface PolicyServices extends PolicyWorker {
  /** The helper's folder for what belongs to the policy. */
  readonly folder: string;
  readonly transactions: PolicyTransactions;
  readonly process: PolicyProcess;
  close(): void;
}

export interface PolicyServicesOptions {
  readonly folder: string;
  /** The program that reads the policy, bundled beside the helper, and as whom it runs. */
  readonly reader: string;
  readonly user: WithoutRights;
  /** Where it runs, outside the helper's cgroup. */
  readonly work: WorkGroup;
}

export function createPolicyServices({ folder, reader, user, work }: PolicyServicesOptions): PolicyServices {
  const process = createPolicyProcess({ reader, sequence: policySequence, user, work });
  return {
    ...createPolicyWorker(),
    folder,
    transactions: createPolicyTransactions(),
    process,
    close: process.close,
  };
}
