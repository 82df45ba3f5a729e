// SPDX-License-Identifier: Apache-2.0
/**
 * Proposes the narrowest remedy of a denial of the host: a boolean, a label, a port, or a module for this one access.
 */

import type { DenialGroup } from '../contract/model/denials/denial.ts';
import type { GivenExplanation } from '../contract/model/denials/explanation.ts';
import { type GivenSwitchWatch, switchCommands } from '../contract/model/host/switch.ts';
import { say } from '../contract/text.ts';
import { ruleCil } from '../sepolicy/rule-text.ts';

/** Explains a denial; gives undefined where the policy cannot be asked. */
export type ExplainGroup = (group: DenialGroup) => Promise<Pick<GivenExplanation, 'reason' | 'remedies'> | undefined>;

type DenialRule = Pick<DenialGroup, 'sourceType' | 'targetType' | 'class' | 'permissions'>;
type HostRemedy = GivenSwitchWatch['services'][number]['denials'][number]['remedy'];

/**
 * Takes a denial, and the permissions of all denials with its types and class: a module allows these together, since two
 * modules of one name replace each other.
 */
export async function remedyOf(
  group: DenialGroup,
  permissions: readonly string[],
  explain: ExplainGroup,
): Promise<HostRemedy | 'allowed-now'> {
  const explanation = await explain(group);
  if (explanation === undefined)
    return {
      summary: say('The policy cannot be asked what would help; run {command} as root.', {
        command: switchCommands.watch,
      }),
      command: null,
    };
  if (explanation.reason.kind === 'allowed-now') return 'allowed-now';
  const change = explanation.remedies.find(({ kind }) => ['relabel', 'boolean', 'port-label'].includes(kind));
  const [command] = change?.change ?? [];
  if (change !== undefined && command !== undefined) return { summary: change.summary, command };
  return ['no-rule', 'capability'].includes(explanation.reason.kind)
    ? ownModule({ ...group, permissions: [...permissions] })
    : { summary: say('No rule helps: run the program in another context, or leave it denied.'), command: null };
}

/** Names of a policy only: nothing of a record may become part of a command otherwise. */
const policyName = /^[A-Za-z0-9_.]+$/;

function ownModule({ sourceType, targetType, class: className, permissions }: DenialRule): HostRemedy {
  const names = [sourceType, targetType, className, ...permissions];
  if (!names.every((name) => policyName.test(name)))
    return { summary: say('Leave it denied: its record names no types of a policy.'), command: null };
  const target = targetType === sourceType ? 'self' : targetType;
  const rule = ruleCil({ source: sourceType, target, class: className, permissions });
  const module = `local_${sourceType}_${targetType}_${className}`;
  return {
    summary: say(
      'If the service works without it, leave it denied. Otherwise allow exactly this by a module of the ' +
        'host, after a look at what it opens.',
    ),
    command: `echo '${rule}' > ${module}.cil && semodule -i ${module}.cil`,
  };
}
