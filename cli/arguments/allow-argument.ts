// SPDX-License-Identifier: Apache-2.0
/** The words of `--allow`: a choice, or ports to connect to as `connect:TYPE` or `connect:PORT`. */

import { InvalidArgumentError } from 'commander';
import { connectTargetHint, readConnectTargets } from '../../contract/model/policy/connect-target.ts';
import { allChoices, type Choice, choiceSchema } from '../../contract/model/policy/choices.ts';

export interface AllowArgument {
  readonly choices: readonly Choice[];
  /** What follows `connect:`, as `readConnectTargets` of the contract reads it. */
  readonly targets: readonly string[];
}

export const nothingAllowed: AllowArgument = { choices: [], targets: [] };

const prefix = 'connect:';

/** Gathered when the option is given several times; what is named twice counts once. */
export function allowArgument(text: string, before: AllowArgument = nothingAllowed): AllowArgument {
  const { choices, targets } = before;
  if (text.startsWith(prefix)) {
    const named = [...new Set([...targets, text.slice(prefix.length)])];
    if (readConnectTargets(named) === undefined) throw new InvalidArgumentError(connectTargetHint);
    return { choices, targets: named };
  }
  const choice = choiceSchema().safeParse(text);
  if (!choice.success)
    throw new InvalidArgumentError(`A choice is one of: ${allChoices.join(', ')}, connect:TYPE, connect:PORT.`);
  return { choices: [...new Set([...choices, choice.data])], targets };
}
