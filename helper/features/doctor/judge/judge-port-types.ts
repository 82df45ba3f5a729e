// SPDX-License-Identifier: Apache-2.0
/** Check of the types of ports that containers may connect to: an update of the policy may have taken one away. */

import type { GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import { say } from '../../../../contract/text.ts';
import type { MissingPortTypes } from '../facts/doctor-facts.ts';
import { advice, judgementOf } from './judgement.ts';

export function judgePortTypes(missing: readonly MissingPortTypes[]): GivenHostCheck {
  const { ok, warn } = judgementOf('port-types', say('Port types of containers'));
  if (missing.length === 0)
    return ok(say('The loaded policy has every port type that containers were given to connect to.'));
  const which = missing.map(({ container, types }) => `${container} (${types.join(', ')})`);
  return warn(
    say(
      'Containers were given port types to connect to that the loaded policy does not have; their ' +
        'modules leave these out, so that such connections are denied: {which}.',
      { which: which.join('; ') },
    ),
    advice(
      say(
        'Choose the confinement of these containers again, with the type that the policy gives the ' +
          'port now: semanage port -l lists all.',
      ),
    ),
  );
}
