// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the lab tests about the policy of a host on guests that were booted with the policies of other distributions, one
 * after another: `tsx lab/policies/run-lab-tests.ts [POLICY ...]`, of all where none is named. It says which policies
 * this machine does not have, and ends with 1 when a test failed.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { recordBooted } from './booted-record.ts';
import { type ForeignPolicyId, distributionPolicies, foreignPolicyIds, isForeign } from './policies.ts';
import { findPolicy } from './policy-folder.ts';

const tests = [
  'helper/features/policies/learning.long.lab.test.ts',
  'helper/features/policies/own-domain.long.lab.test.ts',
  'helper/selinux/policy/host-policy.release.lab.test.ts',
];
const root = join(import.meta.dirname, '..', '..');

async function runOn(id: ForeignPolicyId): Promise<boolean> {
  const { title } = distributionPolicies[id];
  if ((await findPolicy(id)) === undefined) {
    process.stdout.write(`not tested on the policy of ${title}: it is not on this machine\n`);
    return true;
  }
  process.stdout.write(`on a guest that was booted with the policy of ${title}:\n`);
  const vitest = spawn(join(root, 'node_modules', '.bin', 'vitest'), ['run', '--project', 'lab', ...tests], {
    cwd: root,
    env: { ...process.env, BULKHEAD_TEST_POLICY: id },
    stdio: 'inherit',
  });
  const [code] = (await once(vitest, 'exit')) as [number | null];
  if (code === 0) recordBooted(id, 'policy', { at: Date.now() });
  return code === 0;
}

const named = process.argv.slice(2);
const unknown = named.find((name) => !isForeign(name));
if (unknown !== undefined) throw new Error(`cannot test on the policy "${unknown}": there is none of this name`);
let isGood = true;
for (const id of named.length === 0 ? foreignPolicyIds : named.filter(isForeign)) isGood = (await runOn(id)) && isGood;
process.exitCode = isGood ? 0 : 1;
