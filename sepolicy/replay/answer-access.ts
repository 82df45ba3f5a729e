// SPDX-License-Identifier: Apache-2.0
/**
 * What a policy answers to one permission of an access, with what decides: as the kernel does, permissive domains
 * included, and as unknown where the policy does not have a name or a constraint cannot be evaluated.
 */

import type { UnknownPart } from '../../contract/model/policy/replay.ts';
import { textOf } from '../cil/statements.ts';
import { holds } from '../condition.ts';
import { isFulfilled } from '../constraint.ts';
import { type Access, decide, rulesFor } from '../decide.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { missingRoleAllow, withRealTypes } from '../reason.ts';
import { constraintText, ruleText } from '../rule-text.ts';

export interface AskedPolicy {
  readonly policy: LoadedPolicy;
  /** The booleans of the policy count when this is left out. */
  readonly booleans?: ReadonlyMap<string, boolean>;
}

export type AccessAnswer =
  | { readonly kind: 'allowed' | 'denied'; readonly by: readonly string[] }
  | { readonly kind: 'unknown'; readonly part: Omit<UnknownPart, 'policy'> };

export function answerAccess({ policy, booleans = policy.booleans }: AskedPolicy, asked: Access): AccessAnswer {
  const access = withRealTypes(policy, asked);
  const part = unknownPartOf(policy, access);
  if (part !== undefined) return { kind: 'unknown', part };
  const { source } = access;
  if (policy.permissiveTypes.has(source.type)) return { kind: 'allowed', by: [`(typepermissive ${source.type})`] };
  const decision = decide(policy, access, booleans);
  const missingRole = missingRoleAllow(policy, access);
  if (decision.isAllowed && missingRole === undefined)
    return { kind: 'allowed', by: decision.granting.map((rule) => ruleText(rule)) };
  return {
    kind: 'denied',
    by: [
      ...missingRules({ policy, booleans }, access, decision.withoutRule),
      ...decision.denials.map(({ constraint, permissions }) => constraintText(constraint, permissions)),
      ...(missingRole === undefined ? [] : [`missing: ${missingRole}`]),
    ],
  };
}

/** Names the rules that only a boolean keeps from holding, else the rule that is missing. */
function missingRules(
  { policy, booleans }: Required<AskedPolicy>,
  access: Access,
  permissions: readonly string[],
): readonly string[] {
  if (permissions.length === 0) return [];
  const dormant = rulesFor(policy, { ...access, permissions }, 'allow').filter(
    ({ condition }) => !holds(condition, booleans),
  );
  if (dormant.length > 0) return dormant.map((rule) => ruleText(rule));
  const { source, target, class: className } = access;
  return [`missing: ${ruleText({ source: source.type, target: target.type, class: className, permissions })}`];
}

function unknownPartOf(
  policy: LoadedPolicy,
  { source, target, class: className, permissions }: Access,
): Omit<UnknownPart, 'policy'> | undefined {
  const type = [source.type, target.type].find((name) => !policy.types.has(name));
  if (type !== undefined) return { what: 'type', name: type };
  const known = policy.classes.get(className);
  if (known === undefined) return { what: 'class', name: className };
  const permission = permissions.find((name) => !known.has(name));
  if (permission !== undefined) return { what: 'permission', name: `${className} ${permission}` };
  const unclear = (policy.constraints.get(className) ?? []).find(
    (constraint) =>
      permissions.some((name) => constraint.permissions.includes(name)) &&
      isFulfilled(policy, constraint.expression, { source, target }) === undefined,
  );
  return unclear === undefined ? undefined : { what: 'constraint', name: textOf(unclear.expression) };
}
