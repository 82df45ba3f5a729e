/** Answers the questions of {@link Questions} from a policy that was read. */

import type { Evidence } from '../../../contract/model/explanation.ts';
import type { PolicyAnswer } from '../../../contract/model/policy-answer.ts';
import { type Access, decide } from '../../../sepolicy/decide.ts';
import { explain } from '../../../sepolicy/explain.ts';
import type { LoadedPolicy } from '../../../sepolicy/loaded-policy.ts';
import { portAccess, portType } from '../../../sepolicy/port-access.ts';
import { withRealTypes } from '../../../sepolicy/reason.ts';
import { constraintText, ruleText } from '../../../sepolicy/rule-text.ts';
import type { PortAnswer, PortQuestion, QuestionKind, Questions, ToReader } from './questions.ts';

export function answer(policy: LoadedPolicy, asked: ToReader): Questions[QuestionKind]['answer'] {
  switch (asked.kind) {
    case 'explain':
      return explain(policy, asked.question);
    case 'decide':
      return answerAccess(policy, asked.question);
    case 'port':
      return answerPort(policy, asked.question);
  }
}

function answerAccess(policy: LoadedPolicy, asked: Access): PolicyAnswer {
  const access = withRealTypes(policy, asked);
  const { isAllowed, withoutRule, refusals, granting } = decide(policy, access);
  const missing: readonly Evidence[] =
    withoutRule.length === 0 ? [] : [{ kind: 'missing-rule', text: ruleText({ source: access.source.type, target: access.target.type, class: access.class, permissions: withoutRule }) }];
  const refusing = refusals.map(({ constraint, permissions }): Evidence => ({ kind: 'constraint', text: constraintText(constraint, permissions) }));
  const granted = granting.map((rule): Evidence => ({ kind: 'rule', text: ruleText(rule) }));
  const refused = new Set([...withoutRule, ...refusals.flatMap(({ permissions }) => permissions)]);
  return { isAllowed, refused: [...refused], evidence: [...missing, ...refusing, ...granted] };
}

function answerPort(policy: LoadedPolicy, { protocol, port, domains }: PortQuestion): PortAnswer {
  const type = portType(policy, protocol, port) ?? null;
  return { type, domains: type === null ? [] : domains.map((domain) => ({ domain, ...portAccess(policy, { domain, protocol, type }) })) };
}
