// SPDX-License-Identifier: Apache-2.0
/**
 * What works on the policy of this host, each of it once: the worker that alone changes it, one change at a time, the
 * process that answers questions.
 */

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
  /** The program that reads the policy, bundled beside the helper. */
  readonly reader: string;
  /** Where that runs, outside the helper's cgroup. */
  readonly work: WorkGroup;
}

const nobody = { uid: 65534, gid: 65534 };

export function createPolicyServices({ folder, reader, work }: PolicyServicesOptions): PolicyServices {
  const process = createPolicyProcess({ reader, sequence: policySequence, user: nobody, work });
  return {
    ...createPolicyWorker(),
    folder,
    transactions: createPolicyTransactions(),
    process,
    close: process.close,
  };
}
