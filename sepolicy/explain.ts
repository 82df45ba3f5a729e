// SPDX-License-Identifier: Apache-2.0
/** The whole answer about one denial: the reason with its evidence, and the remedies. */

import type { Explanation } from '../contract/model/explanation.ts';
import type { Access } from './decide.ts';
import type { LoadedPolicy } from './loaded-policy.ts';
import { type HostFacts, reasonFor, withRealTypes } from './reason.ts';
import { remediesFor, type Surroundings } from './remedies.ts';

export interface Refused {
  readonly access: Access;
  readonly facts: HostFacts;
  readonly surroundings: Surroundings;
}

export function explain(policy: LoadedPolicy, { access, facts, surroundings }: Refused): Omit<Explanation, 'group'> {
  const { reason, evidence, isUsuallyHidden } = reasonFor(policy, access, facts);
  return {
    reason,
    evidence: [...evidence],
    isUsuallyHidden,
    remedies: [
      ...remediesFor(policy, withRealTypes(policy, access), reason, {
        ...surroundings,
        misplaced: facts.misplaced,
        port: facts.port,
      }),
    ],
  };
}

/** For records that do not hold both contexts and the class. */
export function unexplained(): Omit<Explanation, 'group'> {
  return {
    reason: { kind: 'unknown', because: 'the records do not hold both contexts and the class' },
    evidence: [],
    isUsuallyHidden: false,
    remedies: [],
  };
}
