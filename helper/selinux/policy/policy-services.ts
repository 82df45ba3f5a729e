// SPDX-License-Identifier: Apache-2.0
/**
 * What works on the policy of this host, each of it once: the module store, one change at a time, the process that
 * answers questions, the compiler.
 */

import { join } from 'node:path';
import type { WorkGroup } from '../../system/programs/work-group.ts';
import { type CompileModule, createCompileModule } from './compile-module.ts';
import { policySequence } from './kernel-policy.ts';
import { createPolicyProcess, type PolicyProcess } from './policy-process.ts';
import { createPolicyTransactions, type PolicyTransactions } from './policy-transaction.ts';
import { createSemodule, type Semodule } from './semodule.ts';

export interface PolicyServices {
  /** The helper's folder for what belongs to the policy. */
  readonly folder: string;
  readonly semodule: Semodule;
  readonly transactions: PolicyTransactions;
  readonly process: PolicyProcess;
  readonly compile: CompileModule;
  close(): void;
}

export interface PolicyServicesOptions {
  readonly folder: string;
  /** The programs of the two processes, bundled beside the helper. */
  readonly programs: { readonly reader: string; readonly compiler: string };
  /** Where its processes run, outside the helper's cgroup. */
  readonly work: WorkGroup;
}

const nobody = { uid: 65534, gid: 65534 };

export function createPolicyServices({ folder, programs, work }: PolicyServicesOptions): PolicyServices {
  const { reader, compiler } = programs;
  const process = createPolicyProcess({ reader, sequence: policySequence, user: nobody, work });
  return {
    folder,
    semodule: createSemodule({ scratch: join(folder, 'scratch') }),
    transactions: createPolicyTransactions(),
    process,
    compile: createCompileModule({ compiler, parent: '/run/bulkhead', user: nobody, work }),
    close: process.close,
  };
}
