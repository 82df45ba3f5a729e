// SPDX-License-Identifier: Apache-2.0
/** Shows how far a change of a policy module is, and gives what it came to. */

import type { PolicyStep } from '../../contract/model/policy/policy-module.ts';
import type { CommandContext } from '../command-context.ts';
import { followSteps, type Steps } from './follow-steps.ts';

const words: Readonly<Record<PolicyStep, string>> = {
  check: 'checking the source',
  compile: 'compiling it against the loaded policy',
  wait: 'waiting for other changes of the policy',
  install: 'loading the policy; this cannot be given up any more',
  apply: 'bringing the container to it',
};

export function followPolicyChange<Result>(
  context: CommandContext,
  stream: Steps<PolicyStep, Result>,
): Promise<Result> {
  return followSteps(context, stream, words);
}
