// SPDX-License-Identifier: Apache-2.0
/** May it? One access, with the grounds of the answer. */

import type { PolicyAnswer } from '../../contract/model/policy/policy-question.ts';
import { categoriesOf } from '../../contract/model/contexts/security-context.ts';
import { type Access, decide, type Decision } from '../decide.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { withRealTypes } from '../reason.ts';
import { groundsOf, listed, permissiveRemark, unknownAnswer, unknownName } from './answer.ts';
import type { Asked } from './asked.ts';

type AskedAccess = Extract<Asked, { readonly kind: 'access' }>;

export function askAccess(
  policy: LoadedPolicy,
  { subject, object, doing, class: className, permissions, remarks }: AskedAccess,
): PolicyAnswer {
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
  const yet = isPermissive && !decision.isAllowed ? ', but its domain is permissive, so it is only logged' : '';
  const may = `${subject.name} may ${decision.isAllowed ? '' : 'not '}${doing} ${object.name}`;
  return {
    verdict: decision.isAllowed ? 'yes' : 'no',
    sentence: `${may}: ${describeDecision(access, decision)}${yet}.`,
    ...groundsOf(policy, access, decision),
    containers: [],
    accesses: [],
    accessCount: 0,
    remarks: [...remarks, ...permissiveRemark(policy, access.source.type)],
  };
}

function describeDecision(
  { source, target, permissions }: Access,
  { isAllowed, withoutRule, denials }: Decision,
): string {
  if (isAllowed) return `a rule allows ${source.type} this on ${target.type}, and no constraint takes it away`;
  if (withoutRule.length > 0)
    return (
      `no rule allows ${source.type} to ` +
      `${listed(withoutRule.length === permissions.length ? permissions : withoutRule)} on ` +
      target.type
    );
  const held = categoriesOf(source.level);
  const needed = categoriesOf(target.level);
  const isCategories =
    denials.some(({ constraint }) => constraint.isMls) && needed.some((category) => !held.includes(category));
  if (isCategories)
    return (
      `it has the categories ${listed(needed)}, ` + `and the process holds ${held.length === 0 ? 'none' : listed(held)}`
    );
  return 'a rule allows it, and a constraint takes it away again';
}
