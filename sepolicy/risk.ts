// SPDX-License-Identifier: Apache-2.0
/**
 * Rates how dangerous it is to allow accesses, and says why: what the denied process itself gains, then what others
 * gain, then what others lose. Nothing is rated low that is not known to be harmless; where the policy does not tell
 * what an object holds, the risk is unknown.
 */

import type { Opening, GivenRisk, RiskLevel } from '../contract/model/denials/explanation.ts';
import { consentFor } from '../contract/model/policy/remedy-consent.ts';
import { joinWords, say, type Words } from '../contract/text.ts';
import { isDomainOfContainer, isSecret } from './grave-access.ts';
import { type LoadedPolicy, typesOf } from './loaded-policy.ts';
import { rateAccess, type Rating, worse } from './rate-access.ts';
import { sharedDomain } from './own-domain/names.ts';

export interface Change {
  readonly opens: readonly Opening[];
  /** What is allowed now and would not be any more. */
  readonly loses?: readonly Opening[];
  /** The type that was denied, or whose policy is changed: what it gains is said first. */
  readonly subject: string;
  /** The one object that gets another label, in words; left out where rights on all of a type are given. */
  readonly object?: Words;
  /** The class that was denied: where many accesses are of one level, one of this class is named. */
  readonly class?: string;
}

/** The risk of a change of the policy or of a label, with its reason. */
export function riskOf(policy: LoadedPolicy, change: Change): GivenRisk {
  const { opens, loses = [], subject } = change;
  const own = opens.filter(({ source }) => source === subject || policy.attributes.get(source)?.has(subject) === true);
  const others = opens.filter((opening) => !own.includes(opening));
  const [worstOwn, worstOther] = [worstOf(policy, own, change), worstOf(policy, others, change)];
  const lost: RiskLevel = loses.length > 0 ? 'medium' : 'low';
  const level = [worstOwn?.level, worstOther?.level, lost].reduce<RiskLevel>(
    (worst, one) => (one !== undefined && worse(one, worst) ? one : worst),
    'low',
  );
  const sentences = [
    ownSentence(policy, worstOwn, change),
    otherSentence(worstOther, others.length),
    lossSentence(loses),
  ].filter((sentence) => sentence !== undefined);
  return {
    level,
    reason: sentences.length === 0 ? say('It opens nothing that was closed.') : joinWords(sentences, ' '),
  };
}

/** What is secret by its label now would not be any more, and what is to be secret is not for one click either. */
export function riskOfRelabel(
  policy: LoadedPolicy,
  change: Change & { readonly actual: string; readonly expected: string },
): GivenRisk {
  const secret = [change.actual, change.expected].find((type) => isSecret(policy, type));
  return secret === undefined
    ? riskOf(policy, change)
    : { level: 'high', reason: say('{secret} holds secrets or the policy of the system.', { secret }) };
}

/** Why a remedy of this risk has no one-click way; null when it may have one. */
export function tooDangerous({ level }: GivenRisk): Words | null {
  return consentFor(level) === 'never'
    ? say('it is too dangerous for one click; an administrator who wants it does it by hand')
    : null;
}

interface Rated extends Rating {
  readonly opening: Opening;
}

function worstOf(policy: LoadedPolicy, openings: readonly Opening[], { class: className }: Change): Rated | undefined {
  let worst: Rated | undefined;
  for (const opening of openings) {
    // A right on an attribute is one on each of its types.
    for (const target of typesOf(policy, opening.target)) {
      const rated = { ...rateAccess(policy, { ...opening, target }), opening };
      if (
        worst === undefined ||
        worse(rated.level, worst.level) ||
        (rated.level === worst.level && tellsMore(opening, worst.opening, className))
      )
        worst = rated;
    }
  }
  return worst;
}

function tellsMore(one: Opening, other: Opening, className: string | undefined): boolean {
  if (className !== undefined && (one.class === className) !== (other.class === className))
    return one.class === className;
  return one.permissions.length > other.permissions.length;
}

function ownSentence(policy: LoadedPolicy, rated: Rated | undefined, { subject, object }: Change): Words | undefined {
  if (rated === undefined) return undefined;
  const gain =
    object === undefined || rated.level === 'high'
      ? rated.gain
      : say('gets {permissions} on {object}', { permissions: rated.opening.permissions.join(', '), object });
  return say('{subject} {gain}.', { subject: describeSubject(policy, subject), gain });
}

function describeSubject(policy: LoadedPolicy, subject: string): Words {
  if (subject === sharedDomain) return say('Every container in the shared domain');
  return isDomainOfContainer(policy, subject) ? say('The container') : subject;
}

function otherSentence(rated: Rated | undefined, count: number): Words | undefined {
  if (rated === undefined) return undefined;
  const { source, permissions } = rated.opening;
  const values = { permissions: permissions.slice(0, 4).join(', '), source };
  return count === 1
    ? say('One further access for others on the host, among them {permissions} for {source}.', values)
    : say('{count} further accesses for others on the host, among them {permissions} for {source}.', {
        count,
        ...values,
      });
}

function lossSentence(loses: readonly Opening[]): Words | undefined {
  const sources = [...new Set(loses.map(({ source }) => source))];
  const [first] = loses;
  if (first === undefined) return undefined;
  const who =
    sources.length === 1
      ? first.source
      : say('{count} domains, among them {source},', { count: sources.length, source: first.source });
  return say('{who} could use it until now ({permissions}) and cannot after.', {
    who,
    permissions: first.permissions.slice(0, 4).join(', '),
  });
}
