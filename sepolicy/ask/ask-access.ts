// SPDX-License-Identifier: Apache-2.0
/** May it? One access, with the grounds of the answer. */

import type { GivenPolicyAnswer } from '../../contract/model/policy/policy-question.ts';
import { categoriesOf } from '../../contract/model/contexts/security-context.ts';
import { listWords } from '../../contract/wording/list-words.ts';
import { say, type Words } from '../../contract/text.ts';
import { type Access, decide, type Decision } from '../decide.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { withRealTypes } from '../reason.ts';
import { groundsOf, permissiveRemark, unknownAnswer, unknownName } from './answer.ts';
import type { Asked } from './asked.ts';

type AskedAccess = Extract<Asked, { readonly kind: 'access' }>;

export function askAccess(
  policy: LoadedPolicy,
  { subject, object, doing, class: className, permissions, remarks }: AskedAccess,
): GivenPolicyAnswer {
  const access = withRealTypes(policy, {
    source: subject.context,
    target: object.context,
    class: className,
    permissions,
  });
  const problem = unknownName(policy, {
    types: [access.source.type, access.target.type],
    class: className,
    permissions,
  });
  if (problem !== undefined) return unknownAnswer(problem);
  const decision = decide(policy, access);
  const isPermissive = policy.permissiveTypes.has(access.source.type);
  const values = { subject: subject.name, doing, object: object.name, reason: describeDecision(access, decision) };
  return {
    verdict: decision.isAllowed ? 'yes' : 'no',
    sentence: sentenceOf(values, { isAllowed: decision.isAllowed, isPermissive }),
    ...groundsOf(policy, access, decision),
    containers: [],
    accesses: [],
    accessCount: 0,
    remarks: [...remarks, ...permissiveRemark(policy, access.source.type)],
  };
}

function sentenceOf(
  values: Readonly<Record<'subject' | 'doing' | 'object' | 'reason', Words>>,
  { isAllowed, isPermissive }: { readonly isAllowed: boolean; readonly isPermissive: boolean },
): Words {
  if (isAllowed) return say('{subject} may {doing} {object}: {reason}.', values);
  return isPermissive
    ? say('{subject} may not {doing} {object}: {reason}, but its domain is permissive, so it is only logged.', values)
    : say('{subject} may not {doing} {object}: {reason}.', values);
}

function describeDecision(
  { source, target, permissions }: Access,
  { isAllowed, withoutRule, denials }: Decision,
): Words {
  if (isAllowed)
    return say('a rule allows {source} this on {target}, and no constraint takes it away', {
      source: source.type,
      target: target.type,
    });
  if (withoutRule.length > 0)
    return say('no rule allows {source} to {permissions} on {target}', {
      source: source.type,
      permissions: listWords(withoutRule.length === permissions.length ? permissions : withoutRule),
      target: target.type,
    });
  const held = categoriesOf(source.level);
  const needed = categoriesOf(target.level);
  const isCategories =
    denials.some(({ constraint }) => constraint.isMls) && needed.some((category) => !held.includes(category));
  if (isCategories)
    return held.length === 0
      ? say('it has the categories {needed}, and the process holds none', { needed: listWords(needed) })
      : say('it has the categories {needed}, and the process holds {held}', {
          needed: listWords(needed),
          held: listWords(held),
        });
  return say('a rule allows it, and a constraint takes it away again');
}
