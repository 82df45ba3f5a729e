// SPDX-License-Identifier: Apache-2.0
/** Answers to which types it may do this, and which containers that concerns. */

import type { PolicyAccess, GivenPolicyAnswer } from '../../contract/model/policy/policy-question.ts';
import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';
import { listWords } from '../../contract/wording/list-words.ts';
import { joinWords, say, type Words } from '../../contract/text.ts';
import { holds } from '../condition.ts';
import { decide } from '../decide.ts';
import { includesType, type LoadedPolicy, realType, typesOf } from '../loaded-policy.ts';
import { becauseOf, maxNamed, permissiveRemark, rulesTowards, unknownAnswer, unknownName } from './answer.ts';
import { type Asked, objectOf } from './asked.ts';

type AskedReach = Extract<Asked, { readonly kind: 'reach' }>;

export function askReach(
  policy: LoadedPolicy,
  { subject, class: className, permissions, containers }: AskedReach,
): GivenPolicyAnswer {
  const source: SecurityContext = { ...subject.context, type: realType(policy, subject.context.type) };
  const problem = unknownName(policy, { types: [source.type], class: className, permissions });
  if (problem !== undefined) return unknownAnswer(problem);
  const accesses = reachable(policy, source, { class: className, permissions });
  const concerned = containers.flatMap(({ name, context, content }) => {
    const target = className.startsWith('process') ? context : content;
    if (target === undefined || name === subject.name) return [];
    const decision = decide(policy, { source, target, class: className, permissions });
    return [{ name, isAllowed: decision.isAllowed, reason: becauseOf(decision, permissions) }];
  });
  const others = concerned.filter(({ isAllowed }) => isAllowed).map(({ name }) => name);
  const reached =
    others.length === 0
      ? say('Nothing of another container is among them.')
      : say('What belongs to {others} is among them.', { others: listWords(others) });
  return {
    verdict: accesses.length === 0 ? 'no' : 'some',
    sentence: joinWords(
      [
        reachWords(accesses.length, { name: subject.name, permissions: listWords(permissions), className }),
        ...(concerned.length === 0 ? [] : [reached]),
      ],
      ' ',
    ),
    source: formatSecurityContext(source),
    target: null,
    grants: [
      ...rulesTowards(policy, {
        class: className,
        permissions,
        concerns: (rule) => includesType(policy, rule.source, source.type),
      }),
    ],
    denials: [],
    booleans: [],
    containers: concerned.sort((one, other) => Number(other.isAllowed) - Number(one.isAllowed)),
    accesses: accesses.slice(0, maxNamed),
    accessCount: accesses.length,
    remarks: [
      say('Objects that hold its own categories, or none, are meant; file modes and user ids can deny it as well.'),
      ...permissiveRemark(policy, source.type),
    ],
  };
}

/**
 * Types for which rules grant all of it, and for which no constraint denies it on an object with the source's own
 * level.
 */
function reachable(
  policy: LoadedPolicy,
  source: SecurityContext,
  { class: className, permissions }: { readonly class: string; readonly permissions: readonly string[] },
): readonly PolicyAccess[] {
  const granted = new Map<string, Set<string>>();
  for (const rule of policy.rules.get(className) ?? []) {
    if (
      rule.kind !== 'allow' ||
      !holds(rule.condition, policy.booleans) ||
      !includesType(policy, rule.source, source.type)
    )
      continue;
    const some = rule.permissions.filter((permission) => permissions.includes(permission));
    if (some.length === 0) continue;
    for (const type of rule.target === 'self' ? [source.type] : typesOf(policy, rule.target)) {
      const having = granted.get(type) ?? new Set();
      for (const permission of some) having.add(permission);
      granted.set(type, having);
    }
  }
  return [...granted]
    .filter(
      ([type, having]) =>
        having.size === permissions.length &&
        decide(policy, {
          source,
          target: { ...objectOf(type, className), level: source.level },
          class: className,
          permissions,
        }).isAllowed,
    )
    .map(([target]) => ({ source: source.type, target, class: className, permissions: [...permissions] }))
    .sort((one, other) => one.target.localeCompare(other.target));
}

function reachWords(count: number, values: Readonly<Record<'name' | 'permissions' | 'className', Words>>): Words {
  return count === 1
    ? say('{name} may {permissions} {className} objects of 1 type.', values)
    : say('{name} may {permissions} {className} objects of {count} types.', { count, ...values });
}
