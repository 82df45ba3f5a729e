// SPDX-License-Identifier: Apache-2.0
/**
 * Decides an access as the kernel does: rules grant permissions, and constraints deny some of them. Besides the answer
 * it gives the grounds, which the kernel does not report: the rules that grant and the constraints that deny.
 */

import type { SecurityContext } from '../contract/model/contexts/security-context.ts';
import { holds } from './condition.ts';
import { isFulfilled } from './constraint.ts';
import { type Constraint, includesType, type LoadedPolicy, type Rule, type RuleKind } from './loaded-policy.ts';

export interface Access {
  readonly source: SecurityContext;
  readonly target: SecurityContext;
  readonly class: string;
  readonly permissions: readonly string[];
}

export interface ConstraintDenial {
  readonly constraint: Constraint;
  /** The requested permissions that it denies. */
  readonly permissions: readonly string[];
}

export interface Decision {
  readonly isAllowed: boolean;
  /** Permissions that no rule grants. */
  readonly withoutRule: readonly string[];
  /** Constraints that are not satisfied, whether or not a rule grants what they deny. */
  readonly denials: readonly ConstraintDenial[];
  /** The rules that grant some of the requested permissions. */
  readonly granting: readonly Rule[];
}

/** `booleans` are those of the policy when not given. */
export function decide(
  policy: LoadedPolicy,
  access: Access,
  booleans: ReadonlyMap<string, boolean> = policy.booleans,
): Decision {
  const granting = rulesFor(policy, access, 'allow').filter((rule) => holds(rule.condition, booleans));
  const granted = new Set(granting.flatMap((rule) => rule.permissions));
  const withoutRule = access.permissions.filter(
    (permission) => !granted.has(permission) && !isUnknownAndAllowed(policy, access.class, permission),
  );
  const denials = denialsOf(policy, access);
  return { isAllowed: withoutRule.length === 0 && denials.length === 0, withoutRule, denials, granting };
}

/** Rules from the source's type to the target's for some of the permissions, under any condition. */
export function rulesFor(policy: LoadedPolicy, access: Access, kind: RuleKind): readonly Rule[] {
  const wanted = new Set(access.permissions);
  const { source, target } = access;
  return (policy.rules.get(access.class) ?? []).filter(
    (rule) =>
      rule.kind === kind &&
      includesType(policy, rule.source, source.type) &&
      (rule.target === 'self' ? source.type === target.type : includesType(policy, rule.target, target.type)) &&
      rule.permissions.some((permission) => wanted.has(permission)),
  );
}

function denialsOf(
  policy: LoadedPolicy,
  { source, target, class: className, permissions }: Access,
): readonly ConstraintDenial[] {
  return (policy.constraints.get(className) ?? []).flatMap((constraint) => {
    const concerned = permissions.filter((permission) => constraint.permissions.includes(permission));
    if (concerned.length === 0 || isFulfilled(policy, constraint.expression, { source, target }) !== false) return [];
    return [{ constraint, permissions: concerned }];
  });
}

function isUnknownAndAllowed(policy: LoadedPolicy, className: string, permission: string): boolean {
  return policy.unknownPermissions === 'allow' && policy.classes.get(className)?.has(permission) !== true;
}
