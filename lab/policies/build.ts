// SPDX-License-Identifier: Apache-2.0
/**
 * `npx tsx lab/policies/build.ts [POLICY ...]` builds the policies of other distributions from their sources, all or those
 * named, where this machine has neither the archive nor what was built before. It says which of them it cannot build, so
 * that nothing is tested on them, and ends with 1 only when a build that was begun failed.
 */

import { CannotBuild } from './cannot-build.ts';
import { describeSource, distributionPolicies, foreignPoliciesNamed, type ForeignPolicyId } from './policies.ts';
import { buildPolicyFolder, findPolicy } from './policy-folder.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function build(id: ForeignPolicyId): Promise<void> {
  const { title } = distributionPolicies[id];
  const found = await findPolicy(id);
  if (found !== undefined) {
    say(`the policy of ${title} is here: ${found.path}`);
    return;
  }
  say(`building the policy of ${title} from ${describeSource(id)}: this takes minutes`);
  const { path, modules } = await buildPolicyFolder(id);
  say(`built the policy of ${title}, of ${modules.length} modules: ${path}`);
}

for (const id of foreignPoliciesNamed(process.argv.slice(2)))
  try {
    await build(id);
  } catch (error) {
    const { title } = distributionPolicies[id];
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof CannotBuild) say(`not tested on the policy of ${title}: cannot build it: ${reason}`);
    else say(`cannot build the policy of ${title}: ${reason}`);
    if (!(error instanceof CannotBuild)) process.exitCode = 1;
  }
