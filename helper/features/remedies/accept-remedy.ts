// SPDX-License-Identifier: Apache-2.0
/** Decides, for the helper itself and whatever a client says, whether a remedy may be applied. */

import { fail } from '../../../contract/errors.ts';
import type { GivenExplanation, GivenRemedy } from '../../../contract/model/denials/explanation.ts';
import { consentFor } from '../../../contract/model/policy/remedy-consent.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';

type Asked = Pick<Params<'remedy.apply'>, 'remedy' | 'seen' | 'acceptsUnknown'>;

/**
 * The remedy as it is proposed now; fails when it is another than the caller saw, one that has no one-click way, or one
 * that the caller has to confirm twice and did not.
 */
export function acceptRemedy({ remedies }: GivenExplanation, { remedy: id, seen, acceptsUnknown }: Asked): GivenRemedy {
  const remedy = remedies.find((proposed) => proposed.id === id) ?? fail('remedy-not-proposed', { remedy: id });
  const { change, opensCount, risk, cannotApply } = remedy;
  const isAsSeen =
    change.join('\n') === seen.change.join('\n') &&
    change.length === seen.change.length &&
    opensCount === seen.opensCount &&
    risk.level === seen.risk;
  if (!isAsSeen) fail('remedy-changed', { remedy: id });
  if (cannotApply !== null) fail('remedy-not-applicable', { remedy: id, reason: cannotApply });
  const consent = consentFor(risk.level);
  if (consent === 'never')
    fail('remedy-not-applicable', {
      remedy: id,
      reason: say('its risk is high: {reason} An administrator who wants it does it by hand', { reason: risk.reason }),
    });
  if (consent === 'twice' && !acceptsUnknown)
    fail('remedy-not-applicable', {
      remedy: id,
      reason: say(
        'its risk is not known: {reason} Look at it, and confirm a second time that it is to be ' +
          'applied (bulkheadctl remedy apply --accept-unknown)',
        { reason: risk.reason },
      ),
    });
  return remedy;
}
