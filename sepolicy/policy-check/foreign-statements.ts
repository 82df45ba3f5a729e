// SPDX-License-Identifier: Apache-2.0
/**
 * Finds what a module that is not Bulkhead's says about Bulkhead's types and attributes: names that begin with
 * `bulkhead_`. Such statements change what every container may do, and a deny rule can take them away again.
 */

import { type Expression, statementsOf, textOf } from '../cil/statements.ts';

/** Describes an `allow` rule that names a single source, target and class, with its permissions. */
export interface ForeignRule {
  readonly source: string;
  /** `self` is given as the source. */
  readonly target: string;
  readonly class: string;
  readonly permissions: readonly string[];
}

export interface ForeignStatement {
  /** Gives the line of the outermost statement around it, from 1. */
  readonly line: number;
  readonly text: string;
  /** The name that it declares, when that is one of Bulkhead's; null for a statement that uses such names. */
  readonly declared: string | null;
  /** Null for other statements, and for a rule about attributes by operators or named permissions. */
  readonly rule: ForeignRule | null;
}

const isOurs = (name: string): boolean => name.startsWith('bulkhead_');

/**
 * Finds the statements about Bulkhead's names. Most of the modules that a policy is installed from say nothing of them,
 * and are not even parsed.
 */
export function foreignStatements(text: string): readonly ForeignStatement[] {
  if (!text.includes('bulkhead_')) return [];
  return [...statementsOf(text)].flatMap(({ line, expression }) => foreignIn(expression, line));
}

/** Statements that hold others. */
const blocks: ReadonlySet<string> = new Set([
  ...['optional', 'block', 'in', 'booleanif', 'tunableif', 'true', 'false', 'macro'],
]);
const declarations: ReadonlySet<string> = new Set([
  ...['type', 'typealias', 'typeattribute', 'macro', 'classmap', 'classpermission', 'role', 'boolean', 'tunable'],
]);

function foreignIn(expression: readonly Expression[], line: number): readonly ForeignStatement[] {
  const [keyword, name] = expression;
  if (typeof keyword !== 'string') return [];
  // What a module requires it neither declares nor changes: semodule writes this of each module in the older language.
  if (keyword === 'typeattributeset' && name === 'cil_gen_require') return [];
  const declared = declarations.has(keyword) && typeof name === 'string' && isOurs(name) ? name : null;
  if (blocks.has(keyword)) {
    const own = declared === null ? [] : [{ line, text: `(${keyword} ${declared} …)`, declared, rule: null } as const];
    return [...own, ...expression.flatMap((inner) => (typeof inner === 'string' ? [] : foreignIn(inner, line)))];
  }
  return mentionsOurs(expression) ? [{ line, text: textOf(expression), declared, rule: ruleOf(expression) }] : [];
}

function mentionsOurs(expression: Expression): boolean {
  return typeof expression === 'string' ? isOurs(expression) : expression.some(mentionsOurs);
}

function ruleOf([keyword, source, target, access]: readonly Expression[]): ForeignRule | null {
  if (keyword !== 'allow' || typeof source !== 'string' || typeof target !== 'string') return null;
  if (access === undefined || typeof access === 'string') return null;
  const [className, permissions] = access;
  if (typeof className !== 'string' || permissions === undefined || typeof permissions === 'string') return null;
  const names = permissions.filter((permission) => typeof permission === 'string');
  if (names.length !== permissions.length || names.some((permission) => operators.has(permission))) return null;
  return { source, target: target === 'self' ? source : target, class: className, permissions: names };
}

const operators: ReadonlySet<string> = new Set(['all', 'and', 'or', 'not', 'xor']);
