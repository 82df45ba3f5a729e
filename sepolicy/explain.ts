// SPDX-License-Identifier: Apache-2.0
/** The whole answer about one denial: the reason with its evidence, and the remedies. */

import type { GivenExplanation } from '../contract/model/denials/explanation.ts';
import { say } from '../contract/text.ts';
import type { Access } from './decide.ts';
import type { LoadedPolicy } from './loaded-policy.ts';
import { type HostFacts, reasonFor, withRealTypes } from './reason.ts';
import { remediesFor, type RemedyFacts } from './remedies.ts';

export interface DeniedCase {
  readonly access: Access;
  readonly facts: HostFacts;
  readonly remedyFacts: RemedyFacts;
}

export function explain(
  policy: LoadedPolicy,
  { access, facts, remedyFacts }: DeniedCase,
): Omit<GivenExplanation, 'group'> {
  const { reason, evidence, hasDontauditRule } = reasonFor(policy, access, facts);
  return {
    reason,
    evidence: [...evidence],
    hasDontauditRule,
    remedies: [
      ...remediesFor(
        policy,
        { access: withRealTypes(policy, access), reason },
        { ...remedyFacts, misplaced: facts.misplaced, port: facts.port },
      ),
    ],
  };
}

/** Explains a denial whose records do not hold both contexts and the class. */
export function unexplained(): Omit<GivenExplanation, 'group'> {
  return {
    reason: { kind: 'unknown', reason: say('the records do not hold both contexts and the class') },
    evidence: [],
    hasDontauditRule: false,
    remedies: [],
  };
}
