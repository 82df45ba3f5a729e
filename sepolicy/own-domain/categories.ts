// SPDX-License-Identifier: Apache-2.0
/**
 * The lines of a container's module that depend on the container: one gives its memory and its terminals the categories
 * of its processes, also on a policy that would give them those of the file system; an instance of Incus has another.
 */

import { macroOfCategories, macroOfInstances } from '../../contract/model/policy/module-macros.ts';
import { type Expression, textOf } from '../cil/statements.ts';
import { containerCall, type ModuleForm } from './generate.ts';
import { policyNames } from './names.ts';

const forms: readonly ModuleForm[] = ['container', 'narrow_container', 'learning_container'];

/** Gives the module with the line for these categories and no other; the same text when it has the line already. */
export function withCategories(source: string, container: string, pair: readonly [number, number]): string {
  const wanted = categoriesCall(container, pair);
  const lines = source.split('\n');
  const present = lines.filter(isCategoriesCall);
  if (present.length === 1 && present[0]?.trim() === wanted) return source;
  const rest = lines.filter((line) => !isCategoriesCall(line));
  return withHeadLine(rest, container, wanted);
}

/**
 * Gives the module for an instance of Incus, which uses what Incus mounts for it; the same text when it says so
 * already.
 */
export function asInstance(source: string, container: string): string {
  const wanted = `(call ${macroOfInstances} (${policyNames(container).domain}))`;
  const lines = source.split('\n');
  return lines.some((line) => line.trim() === wanted) ? source : withHeadLine(lines, container, wanted);
}

/**
 * Adds a line below the call of the module's types. A person may have written that in several lines; then the new line
 * stands at the end.
 */
function withHeadLine(lines: readonly string[], container: string, line: string): string {
  const calls = forms.map((form) => containerCall(container, form));
  const place = lines.findIndex((one) => calls.includes(one.trim()));
  return lines.toSpliced(place === -1 ? lines.length : place + 1, 0, line).join('\n');
}

/** Says whether what a module passes is the level of one pair of categories, from end to end. */
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
