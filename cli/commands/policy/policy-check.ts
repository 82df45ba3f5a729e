// SPDX-License-Identifier: Apache-2.0
/** `policy check`: whether Bulkhead's modules fit a policy, before anything is installed. Needs no helper. */

import type { CommandContext } from '../../command-context.ts';
import { countJson } from '../../format/count-text.ts';
import { findingJson, checkText } from '../../format/policy-check-text.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { runPolicyCheck } from '../../policy-check/run-check.ts';
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
  const result = await runPolicyCheck(policy, signal);
  const { name, findings, counts, remarks } = result;
  for (const remark of remarks) await output.note(`${name}: ${remark}`);
  const failures = findings.filter(({ severity }) => severity === 'failure');
  if (output.isJson) {
    for (const finding of findings) await output.json(findingJson(finding));
    await output.json({ policy: name, failures: failures.length, counts: counts.map(countJson) });
  } else await output.write(checkText(result, output.paint));
  return failures.length === 0 ? exitCodes.done : exitCodes.failed;
}
