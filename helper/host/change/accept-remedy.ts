/** Decides, for the helper itself and whatever a client says, whether a remedy may be applied. */

import { fail } from '../../../contract/errors.ts';
import type { Explanation, Remedy } from '../../../contract/model/explanation.ts';
import type { Params } from '../../../contract/operations/index.ts';

/** The remedy as it is proposed now; fails when it is another than the caller saw, or one that has no one-click way. */
export function acceptRemedy({ remedies }: Explanation, id: string, seen: Params<'remedy.apply'>['seen']): Remedy {
  const remedy = remedies.find((proposed) => proposed.id === id) ?? fail('remedy-not-proposed', { remedy: id });
  const { change, opensCount, risk, cannotApply } = remedy;
  const isAsSeen = change.join('\n') === seen.change.join('\n') && change.length === seen.change.length && opensCount === seen.opensCount && risk.level === seen.risk;
  if (!isAsSeen) fail('remedy-changed', { remedy: id });
  if (cannotApply !== null) fail('remedy-refused', { remedy: id, reason: cannotApply });
  if (risk.level === 'high') fail('remedy-refused', { remedy: id, reason: `its risk is high: ${risk.reason} Who really wants it does it by hand` });
  return remedy;
}
