// SPDX-License-Identifier: Apache-2.0
/** Remedies, and an explanation that proposes one, for tests: a rule for one container. */

import type { Explanation, Remedy } from '../../contract/model/denials/explanation.ts';
import { fakeGroup } from './denial.ts';

export function fakeRemedy(changes: Partial<Remedy> = {}): Remedy {
  return {
    id: 'own-rule',
    kind: 'own-rule',
    reach: 'container',
    summary: 'Allow it.',
    change: ['(allow a b (file (read)))'],
    opens: [],
    opensCount: 1,
    loses: [],
    losesCount: 0,
    risk: { level: 'low', reason: 'Why.' },
    touches: [],
    cannotApply: null,
    needs: null,
    ...changes,
  };
}

export function fakeExplanation(changes: Partial<Explanation> = {}): Explanation {
  return {
    group: fakeGroup().id,
    reason: { kind: 'no-rule' },
    evidence: [],
    hasDontauditRule: false,
    remedies: [],
    ...changes,
  };
}
