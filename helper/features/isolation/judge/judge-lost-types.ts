// SPDX-License-Identifier: Apache-2.0
/** Findings about containers whose modules name types that the policy of the host does not have any more. */

import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import { say } from '../../../../contract/text.ts';
import type { LostTypesOfContainer } from '../facts/facts.ts';

export function judgeLostTypes(lost: readonly LostTypesOfContainer[]): readonly GivenFinding[] {
  return lost.map(({ container, types }) => ({
    kind: 'lost-types',
    id: `lost-types-${container}`,
    severity: 'notice',
    containers: [container],
    types: [...types],
    summary:
      types.length === 1
        ? say(
            'The module of {container} names {types}, which the loaded policy does not have: ' +
              'what it says about it has no effect, and the container may lack an access.',
            { container, types: types.join(', ') },
          )
        : say(
            'The module of {container} names {types}, which the loaded policy does not have: ' +
              'what it says about them has no effect, and the container may lack an access.',
            { container, types: types.join(', ') },
          ),
    evidence: types.map((type) => `type ${type}: unknown to the loaded policy`),
    fix: {
      by: 'advice',
      summary: say(
        'Look at the denials of the container; name in its module what the policy has instead, or take the lines out.',
      ),
    },
  }));
}
