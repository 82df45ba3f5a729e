// SPDX-License-Identifier: Apache-2.0
/**
 * Answers a question from a policy. Pure: the helper's policy process and the command line, with a file, use the same.
 */

import type { GivenPolicyAnswer, PolicyNames } from '../../contract/model/policy/policy-question.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { askAccess } from './ask-access.ts';
import { askHolders } from './ask-holders.ts';
import { askPort } from './ask-port.ts';
import { askReach } from './ask-reach.ts';
import type { Asked } from './asked.ts';

export function ask(policy: LoadedPolicy, asked: Asked): GivenPolicyAnswer {
  switch (asked.kind) {
    case 'access':
      return askAccess(policy, asked);
    case 'port':
      return askPort(policy, asked);
    case 'reach':
      return askReach(policy, asked);
    case 'holders':
      return askHolders(policy, asked);
  }
}

/** What can be asked about, for completion. */
export function namesOf(policy: LoadedPolicy): PolicyNames {
  return {
    types: [...policy.types].sort(),
    classes: [...policy.classes]
      .map(([name, permissions]) => ({ name, permissions: [...permissions].sort() }))
      .sort((one, other) => one.name.localeCompare(other.name)),
  };
}
