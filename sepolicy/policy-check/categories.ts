// SPDX-License-Identifier: Apache-2.0
/** Checks that a policy has the categories that isolate containers: without them the modules compile and isolate nothing. */

import type { PolicyFinding } from './policy-finding.ts';
import type { Sources } from './check-policy.ts';

/** Gives at most one finding; none when the policy has levels and 1024 categories. */
export function findMissingCategories(policy: Sources): readonly PolicyFinding[] {
  const texts = [...policy.values()];
  if (!texts.some((text) => /\(mls true\)/.test(text)))
    return [
      failure(
        '(mls false)',
        'the policy was built without levels: containers of one domain would not be isolated from each other',
      ),
    ];
  if (!texts.some((text) => /\(category c1023\)/.test(text)))
    return [
      failure(
        null,
        'the policy has fewer than 1024 categories: the pairs of containers, and those of volumes, cannot be used',
      ),
    ];
  return [];
}

function failure(statement: string | null, problem: string): PolicyFinding {
  return {
    severity: 'failure',
    place: null,
    statement,
    problem,
    advice:
      'use a policy with MCS, such as selinux-policy-default on Debian or selinux-policy-targeted on ' +
      'Fedora; no rule of ' +
      "Bulkhead's can replace it",
  };
}
