// SPDX-License-Identifier: Apache-2.0
/**
 * The line of a container's module that gives its memory and its terminals the categories of its processes, also on a
 * policy that would give them those of the file system.
 */

import { macroOfCategories } from '../../contract/model/policy/module-macros.ts';
import { type Expression, textOf } from '../cil/statements.ts';
import { containerCall, type ModuleForm } from './generate.ts';
import { policyNames } from './names.ts';

const forms: readonly ModuleForm[] = ['container', 'narrow_container', 'learning_container'];

/** The same module with the line for these categories and no other; the same text when it has it already. */
export function withCategories(source: string, container: string, pair: readonly [number, number]): string {
  const wanted = categoriesCall(container, pair);
  const lines = source.split('\n');
  const present = lines.filter(isCategoriesCall);
  if (present.length === 1 && present[0]?.trim() === wanted) return source;
  const rest = lines.filter((line) => !isCategoriesCall(line));
  const calls = forms.map((form) => containerCall(container, form));
  const place = rest.findIndex((line) => calls.includes(line.trim()));
  // A person may have written the call of its types in several lines; a call may stand anywhere.
  return rest.toSpliced(place === -1 ? rest.length : place + 1, 0, wanted).join('\n');
}

/** Whether what a module passes is the level of one pair of categories, from end to end. */
export function isPairOfCategories(level: Expression | undefined): boolean {
  if (level === undefined || typeof level === 'string') return false;
  return /^\(\(s0 \((c\d{1,4} c\d{1,4})\)\) \(s0 \(\1\)\)\)$/.test(textOf(level));
}

function categoriesCall(container: string, [low, high]: readonly [number, number]): string {
  const level = `(s0 (c${low} c${high}))`;
  return `(call ${macroOfCategories} (${policyNames(container).domain} (${level} ${level})))`;
}

function isCategoriesCall(line: string): boolean {
  return line.trim().startsWith(`(call ${macroOfCategories} `);
}
