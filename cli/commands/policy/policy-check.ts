// SPDX-License-Identifier: Apache-2.0
/** `policy check`: whether Bulkhead's modules fit a policy, before anything is installed. Needs no helper. */

import type { DomainCount } from '../../../contract/model/policy/domain-count.ts';
import { countBeside } from '../../../sepolicy/count.ts';
import type { LoadedPolicy } from '../../../sepolicy/loaded-policy.ts';
import { findMissingCategories } from '../../../sepolicy/policy-check/categories.ts';
import { checkPolicy } from '../../../sepolicy/policy-check/check-policy.ts';
import { findForeignStatements } from '../../../sepolicy/policy-check/foreign-findings.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import type { CommandContext } from '../../command-context.ts';
import { countJson } from '../../format/count-text.ts';
import { findingJson, checkText } from '../../format/policy-check-text.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { withCompiler } from '../../policy-check/compile-sources.ts';
import { gatherSources } from '../../policy-check/policy-sources.ts';
import { readPolicyFile } from '../../policy-file.ts';
import type { Registry } from '../../registry.ts';

export function addPolicyCheck({ program, act }: Registry): void {
  program
    .command('check')
    .summary("check whether Bulkhead's modules fit a policy")
    .description(
      "Compiles Bulkhead's base modules and modules of containers (plain, and with ports and volumes) with a policy and " +
        'its neverallow rules. Says of each statement that does not fit where it is and what to do. Nothing is ' +
        'installed. Exit code 1 when something does not fit.',
    )
    .argument(
      '[policy]',
      "a module store such as /var/lib/selinux/targeted, a compiled policy, or its CIL text; this host's store, or " +
        'what its kernel has loaded, when left out',
    )
    .addHelpText(
      'after',
      examples('policy check', 'policy check /var/lib/selinux/targeted', 'policy check /sys/fs/selinux/policy'),
    )
    .action((policy: string | undefined) => act((context) => check(context, policy)));
}

async function check({ output, signal }: CommandContext, policy: string | undefined): Promise<number> {
  const { name, sources, foreign, remarks } = await gatherSources(policy);
  for (const remark of remarks) await output.note(`${name}: ${remark}`);
  return withCompiler(signal, async (compile, policyPath) => {
    const unfit = [...findMissingCategories(sources.policy), ...(await checkPolicy(sources, compile))];
    const compiled = unfit.length === 0 ? await readPolicyFile(policyPath) : undefined;
    const findings = [...unfit, ...findForeignStatements(foreign, compiled)];
    const failures = findings.filter(({ severity }) => severity === 'failure');
    const counts = failures.length > 0 || compiled === undefined ? [] : countIn(compiled);
    if (output.isJson) {
      for (const finding of findings) await output.json(findingJson(finding));
      await output.json({ policy: name, failures: failures.length, counts: counts.map(countJson) });
    } else await output.write(checkText({ name, findings, counts, modules: sources }, output.paint));
    return failures.length === 0 ? exitCodes.done : exitCodes.failed;
  });
}

/** How much a plain domain of a container's own would be allowed, beside the stock domains of this policy. */
function countIn(compiled: LoadedPolicy): readonly DomainCount[] {
  const { domain } = policyNames('check-plain');
  return countBeside(compiled, [domain]).flatMap((count) => count ?? []);
}
