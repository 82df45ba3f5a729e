// SPDX-License-Identifier: Apache-2.0
/** Findings about containers whose modules name types that the policy of the host does not have any more. */

import type { Finding } from '../../../../contract/model/isolation-finding.ts';
import type { LostTypes } from '../../../selinux/policy/lost-types.ts';

export function judgeLostTypes(lost: readonly LostTypes[]): readonly Finding[] {
  return lost.map(({ container, types }) => ({
    kind: 'lost-types',
    id: `lost-types-${container}`,
    severity: 'notice',
    containers: [container],
    types: [...types],
    summary:
      `The module of ${container} names ${types.join(', ')}, which the loaded policy does not have: what it says about ` +
      `${types.length === 1 ? 'it' : 'them'} has no effect, and the container may lack an access.`,
    evidence: types.map((type) => `type ${type}: unknown to the loaded policy`),
    fix: {
      by: 'advice',
      summary:
        'Look at the denials of the container; name in its module what the policy has instead, or take the lines out.',
    },
  }));
}
