// SPDX-License-Identifier: Apache-2.0
/** What answers of the policy are made of. */

import type { GivenPolicyAnswer } from '../../contract/model/policy/policy-question.ts';
import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import { listWords } from '../../contract/wording/list-words.ts';
import { say, type Words } from '../../contract/text.ts';
import { booleansIn, holds } from '../condition.ts';
import { type Access, decide, type Decision, rulesFor } from '../decide.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { constraintText, ruleText } from '../rule-text.ts';

/** Rules, accesses and the like that an answer names one by one. */
export const maxNamed = 200;
const maxRules = 20;

export function unknownAnswer(sentence: Words): GivenPolicyAnswer {
  return {
    verdict: 'unknown',
    sentence,
    source: null,
    target: null,
    grants: [],
    denials: [],
    booleans: [],
    containers: [],
    accesses: [],
    accessCount: 0,
    remarks: [],
  };
}

/** Undefined when the policy knows them all; else what it does not know. */
export function unknownName(
  policy: LoadedPolicy,
  {
    types,
    class: className,
    permissions,
  }: { readonly types: readonly string[]; readonly class: string; readonly permissions: readonly string[] },
): Words | undefined {
  const type = types.find((name) => !policy.types.has(name));
  if (type !== undefined)
    return policy.attributes.has(type)
      ? describeAttributes(policy, type)
      : say('The policy has no type {type}.', { type });
  const known = policy.classes.get(className);
  if (known === undefined) return say('The policy has no class {className}.', { className });
  const permission = permissions.find((name) => !known.has(name));
  return permission === undefined
    ? undefined
    : say('The class {className} has no permission {permission}; it has {known}.', {
        className,
        permission,
        known: [...known].sort().join(', '),
      });
}

function describeAttributes(policy: LoadedPolicy, name: string): Words {
  const types = [...(policy.attributes.get(name) ?? [])].sort();
  return say('{name} is an attribute of {count} types: ask about one of them, {types}.', {
    name,
    count: types.length,
    types: types.slice(0, 5).join(', ') + (types.length > 5 ? ' …' : ''),
  });
}

/** Says which containers are concerned, as a sentence to add; none where no container was asked about. */
export function amongThem(concerned: GivenPolicyAnswer['containers']): readonly Words[] {
  if (concerned.length === 0) return [];
  const able = concerned.filter(({ isAllowed }) => isAllowed).map(({ name }) => name);
  return [
    able.length === 0 ? say('No container is among them.') : say('Among them: {able}.', { able: listWords(able) }),
  ];
}

/** The grounds of a decision, in the field's own terms. */
export function groundsOf(
  policy: LoadedPolicy,
  access: Access,
  { granting, withoutRule, denials }: Decision,
): Pick<GivenPolicyAnswer, 'source' | 'target' | 'grants' | 'denials' | 'booleans'> {
  const { source, target, class: className } = access;
  const missing =
    withoutRule.length === 0
      ? []
      : [
          say('no rule: {rule}', {
            rule: ruleText({ source: source.type, target: target.type, class: className, permissions: withoutRule }),
          }),
        ];
  return {
    source: formatSecurityContext(source),
    target: formatSecurityContext(target),
    grants: granting.slice(0, maxRules).map(ruleText),
    denials: [...missing, ...denials.map(({ constraint, permissions }) => constraintText(constraint, permissions))],
    booleans: changingBooleans(policy, access),
  };
}

/** Tries one boolean at a time, and gives those whose other value would turn a no into a yes, or a yes into a no. */
function changingBooleans(policy: LoadedPolicy, access: Access): GivenPolicyAnswer['booleans'] {
  const before = decide(policy, access).isAllowed;
  const candidates = new Set(
    rulesFor(policy, access, 'allow').flatMap(({ condition }) => booleansIn(condition?.expression ?? [])),
  );
  return [...candidates].sort().flatMap((name) => {
    const value = policy.booleans.get(name) !== true;
    const after = decide(policy, access, new Map(policy.booleans).set(name, value)).isAllowed;
    return after === before ? [] : [{ name, value, allows: after }];
  });
}

/** Why a container may or may not, in a few words. */
export function becauseOf({ isAllowed, withoutRule, denials }: Decision, permissions: readonly string[]): Words {
  if (isAllowed) return say('a rule allows it');
  if (withoutRule.length > 0)
    return withoutRule.length === permissions.length
      ? say('no rule allows it')
      : say('no rule allows {withoutRule}', { withoutRule: withoutRule.join(', ') });
  return denials.some(({ constraint }) => constraint.isMls)
    ? say('its categories keep it out')
    : say('a constraint denies it');
}

/** Active rules that let anybody of `source`, or anybody at all, do some of it to the type. */
export function rulesTowards(
  policy: LoadedPolicy,
  {
    class: className,
    permissions,
    concerns,
  }: {
    readonly class: string;
    readonly permissions: readonly string[];
    readonly concerns: (rule: { readonly source: string; readonly target: string }) => boolean;
  },
): readonly string[] {
  const wanted = new Set(permissions);
  const rules = (policy.rules.get(className) ?? []).filter(
    (rule) =>
      rule.kind === 'allow' &&
      holds(rule.condition, policy.booleans) &&
      concerns(rule) &&
      rule.permissions.some((permission) => wanted.has(permission)),
  );
  return rules.slice(0, maxRules).map(ruleText);
}

export function permissiveRemark(policy: LoadedPolicy, type: string): readonly Words[] {
  return policy.permissiveTypes.has(type)
    ? [say('{type} is permissive: what it may not do is only logged.', { type })]
    : [];
}
