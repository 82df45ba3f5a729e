// SPDX-License-Identifier: Apache-2.0
/** Evaluates the conditions under which conditional rules hold. */

import type { Expression } from './cil/statements.ts';
import type { Condition } from './loaded-policy.ts';

/** True while the rule below this condition holds; a rule without one always does. */
export function holds(condition: Condition | undefined, booleans: ReadonlyMap<string, boolean>): boolean {
  return condition === undefined || valueOf(condition.expression, booleans) === condition.when;
}

/** The booleans that a condition asks. */
export function booleansIn(expression: Expression): readonly string[] {
  if (typeof expression === 'string') return operators.has(expression) ? [] : [expression];
  return expression.flatMap(booleansIn);
}

const operators: ReadonlySet<string> = new Set(['and', 'or', 'not', 'xor', 'eq', 'neq']);

function valueOf(expression: Expression, booleans: ReadonlyMap<string, boolean>): boolean {
  if (typeof expression === 'string') return booleans.get(expression) === true;
  const [operator, left = [], right = []] = expression;
  switch (operator) {
    case 'not':
      return !valueOf(left, booleans);
    case 'and':
      return valueOf(left, booleans) && valueOf(right, booleans);
    case 'or':
      return valueOf(left, booleans) || valueOf(right, booleans);
    case 'xor':
    case 'neq':
      return valueOf(left, booleans) !== valueOf(right, booleans);
    case 'eq':
      return valueOf(left, booleans) === valueOf(right, booleans);
    default:
      // A single boolean in brackets.
      return operator !== undefined && expression.length === 1 && valueOf(operator, booleans);
  }
}
