// SPDX-License-Identifier: Apache-2.0
/** Says who may do this to objects of a type. */

import type { GivenPolicyAnswer } from '../../contract/model/policy/policy-question.ts';
import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import { listWords } from '../../contract/wording/list-words.ts';
import { joinWords, say, type Words } from '../../contract/text.ts';
import { decide } from '../decide.ts';
import { includesType, type LoadedPolicy, realType } from '../loaded-policy.ts';
import { grantedTo } from '../openings.ts';
import { amongThem, becauseOf, maxNamed, rulesTowards, unknownAnswer, unknownName } from './answer.ts';
import { type Asked, objectOf, processOf } from './asked.ts';

type AskedHolders = Extract<Asked, { readonly kind: 'holders' }>;

export function askHolders(
  policy: LoadedPolicy,
  { target: asked, class: className, permissions, containers }: AskedHolders,
): GivenPolicyAnswer {
  const type = realType(policy, asked);
  const problem = unknownName(policy, { types: [type], class: className, permissions });
  if (problem !== undefined) return unknownAnswer(problem);
  const target = objectOf(type, className);
  const sources = [...grantedTo(policy, type, className)]
    .filter(
      ([source, having]) =>
        permissions.every((permission) => having.has(permission)) &&
        decide(policy, { source: processOf(source), target, class: className, permissions }).isAllowed,
    )
    .map(([source]) => source)
    .sort();
  const concerned = containers.map(({ name, context }) => {
    const decision = decide(policy, { source: context, target, class: className, permissions });
    return { name, isAllowed: decision.isAllowed, reason: becauseOf(decision, permissions) };
  });
  return {
    verdict: sources.length === 0 ? 'no' : 'some',
    sentence: joinWords(
      [holdersWords(sources.length, { permissions: listWords(permissions), className, type }), ...amongThem(concerned)],
      ' ',
    ),
    source: null,
    target: formatSecurityContext(target),
    grants: [
      ...rulesTowards(policy, {
        class: className,
        permissions,
        concerns: (rule) =>
          rule.target === 'self' ? includesType(policy, rule.source, type) : includesType(policy, rule.target, type),
      }),
    ],
    denials: [],
    booleans: [],
    containers: concerned.sort((one, other) => Number(other.isAllowed) - Number(one.isAllowed)),
    accesses: sources
      .slice(0, maxNamed)
      .map((source) => ({ source, target: type, class: className, permissions: [...permissions] })),
    accessCount: sources.length,
    remarks: sources
      .filter((source) => policy.permissiveTypes.has(source))
      .map((source) => say('{source} is permissive.', { source })),
  };
}

function holdersWords(count: number, values: Readonly<Record<'permissions' | 'className' | 'type', Words>>): Words {
  if (count === 0) return say('No type may {permissions} {className} objects of {type}.', values);
  return count === 1
    ? say('1 type may {permissions} {className} objects of {type}.', values)
    : say('{count} types may {permissions} {className} objects of {type}.', { count, ...values });
}
