// SPDX-License-Identifier: Apache-2.0
/**
 * Evaluates the expression of a constraint for two contexts, as the kernel does (security/selinux/ss/services.c,
 * constraint_expr_eval).
 */

import { type Clearance, clearanceOf, holdsCategories } from '../audit/events/category-set.ts';
import type { SecurityContext } from '../contract/model/contexts/security-context.ts';
import type { Expression } from './cil/statements.ts';
import { includesType, type LoadedPolicy } from './loaded-policy.ts';

export interface ContextPair {
  readonly source: SecurityContext;
  readonly target: SecurityContext;
}

/** True when the constraint is fulfilled; undefined when it says something that this evaluation does not know. */
export function isFulfilled(policy: LoadedPolicy, expression: Expression, contexts: ContextPair): boolean | undefined {
  if (typeof expression === 'string') return undefined;
  const [operator, left, right] = expression;
  if (left === undefined) return undefined;
  if (operator === 'not') return negated(isFulfilled(policy, left, contexts));
  if (right === undefined) return undefined;
  if (operator === 'and' || operator === 'or')
    return combined(operator, isFulfilled(policy, left, contexts), isFulfilled(policy, right, contexts));
  if (typeof operator !== 'string' || typeof left !== 'string') return undefined;
  return compared(policy, { operator, left, right }, contexts);
}

interface Comparison {
  readonly operator: string;
  readonly left: string;
  readonly right: Expression;
}

function compared(
  policy: LoadedPolicy,
  { operator, left, right }: Comparison,
  contexts: ContextPair,
): boolean | undefined {
  if (typeof right === 'string' && isLevelName(left) && isLevelName(right))
    return comparedLevels(operator, levelOf(left, contexts), levelOf(right, contexts));
  const value = partOf(left, contexts);
  if (value === undefined) return undefined;
  const isEqual = isAmong(policy, { left, value, right }, contexts);
  if (operator === 'eq') return isEqual;
  if (operator === 'neq') return negated(isEqual);
  return undefined;
}

/** A right side is the other context's part, or names: of types and their attributes, of roles, of users. */
function isAmong(
  policy: LoadedPolicy,
  { left, value, right }: { readonly left: string; readonly value: string; readonly right: Expression },
  contexts: ContextPair,
): boolean | undefined {
  if (typeof right !== 'string')
    return right.some((name) => isAmong(policy, { left, value, right: name }, contexts) === true);
  const part = partOf(right, contexts);
  if (part !== undefined) return part === value;
  return left.startsWith('t') ? includesType(policy, right, value) : right === value;
}

/** `u1`, `r2`, `t1` and their like; undefined for any other name. */
function partOf(name: string, { source, target }: ContextPair): string | undefined {
  const context = name.endsWith('1') ? source : target;
  switch (name) {
    case 'u1':
    case 'u2':
      return context.user;
    case 'r1':
    case 'r2':
      return context.role;
    case 't1':
    case 't2':
      return context.type;
    default:
      return undefined;
  }
}

function isLevelName(name: string): boolean {
  return /^[lh][12]$/.test(name);
}

/** The low or the high end of a context's level. */
function levelOf(name: string, { source, target }: ContextPair): Clearance | undefined {
  const { level } = name.endsWith('1') ? source : target;
  return clearanceOf(name.startsWith('l') ? (level.split('-')[0] ?? '') : level);
}

function comparedLevels(
  operator: string,
  left: Clearance | undefined,
  right: Clearance | undefined,
): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  const isAbove = dominates(left, right);
  const isBelow = dominates(right, left);
  switch (operator) {
    case 'dom':
      return isAbove;
    case 'domby':
      return isBelow;
    case 'eq':
      return isAbove && isBelow;
    case 'neq':
      return !(isAbove && isBelow);
    case 'incomp':
      return !isAbove && !isBelow;
    default:
      return undefined;
  }
}

function dominates(one: Clearance, other: Clearance): boolean {
  return one.sensitivity >= other.sensitivity && holdsCategories(one, other);
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** As far as one side alone decides, the other may stay unknown. */
function combined(operator: 'and' | 'or', left: boolean | undefined, right: boolean | undefined): boolean | undefined {
  const decisive = operator === 'or';
  if (left === decisive || right === decisive) return decisive;
  return left === undefined || right === undefined ? undefined : !decisive;
}
