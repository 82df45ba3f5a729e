// SPDX-License-Identifier: Apache-2.0
/** Answers of the policy as scripts get them: names in snake case, as elsewhere on the command line. */

import type { PolicyAnswer } from '../../../contract/model/policy/policy-question.ts';

export function answerJson({
  verdict,
  sentence,
  source,
  target,
  grants,
  denials,
  booleans,
  containers,
  accesses,
  accessCount,
  remarks,
}: PolicyAnswer): object {
  return {
    verdict,
    sentence,
    source,
    target,
    grants,
    denials,
    booleans,
    containers: containers.map(({ name, isAllowed, reason }) => ({ name, allowed: isAllowed, reason })),
    accesses,
    access_count: accessCount,
    remarks,
  };
}
