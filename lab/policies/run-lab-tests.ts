// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the lab tests about the policy of a host on guests that were booted with the policies of other distributions, one
 * after another: `tsx lab/policies/run-lab-tests.ts [POLICY ...]`, of all where none is named. It says which policies
 * this machine does not have, and ends with 1 when a test failed.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootedLabTests, bootedLabTestsNamed } from './booted-lab-tests.ts';
import { type ForeignPolicyId, distributionPolicies, foreignPoliciesNamed } from './policies.ts';
import { findPolicy, explainAbsence } from './policy-folder.ts';

const named = bootedLabTestsNamed(process.argv.slice(2));
const files = named.tests.map((test) => bootedLabTests[test]);
const root = join(import.meta.dirname, '..', '..');

/** A policy that is not here was not tested, and never counts as passed. */
async function runOn(id: ForeignPolicyId): Promise<'passed' | 'failed' | 'untested'> {
  const { title } = distributionPolicies[id];
  if ((await findPolicy(id)) === undefined) {
    process.stdout.write(`not tested on the policy of ${title}: ${explainAbsence(id)}\n`);
    return 'untested';
  }
  process.stdout.write(`on a guest that was booted with the policy of ${title}:\n`);
  const reporters = ['--reporter', 'default', '--reporter', './lab/policies/record-reporter.ts'];
  const vitest = spawn(
    join(root, 'node_modules', '.bin', 'vitest'),
    ['run', '--project', 'lab', ...reporters, ...files],
    {
      cwd: root,
      env: { ...process.env, BULKHEAD_TEST_POLICY: id },
      stdio: 'inherit',
    },
  );
  const [code] = (await once(vitest, 'exit')) as [number | null];
  return code === 0 ? 'passed' : 'failed';
}

let passed = 0;
let isGood = true;
for (const id of foreignPoliciesNamed(named.others)) {
  const outcome = await runOn(id);
  if (outcome === 'passed') passed++;
  isGood &&= outcome !== 'failed';
}
const report = process.env['BULKHEAD_TEST_REPORT'];
if (report !== undefined) writeFileSync(report, JSON.stringify({ passed, failures: [] }));
process.exitCode = isGood ? 0 : 1;
