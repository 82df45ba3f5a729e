// SPDX-License-Identifier: Apache-2.0
/**
 * The form in which the module store has a container's module. A statement about a type of the host stands in an
 * optional block of its own there: when an update of the host's policy takes the type away, the container loses that
 * rule, instead of the host its update. People see and edit the module without these blocks.
 */

import { type Expression, statementsOf } from '../cil/statements.ts';

/** Begins a block otherwise than the blocks that a module has itself, with a name that no other module has. */
const begin = (line: number, module: string): string => `(optional bulkhead_line_${line}_of_${module} `;
const optional = /^\(optional bulkhead_line_\d+_of_\w+ (\(.*\))\)$/;

/**
 * `module` is its name in the store. Lines stay lines, so that what a compiler says of a line is true for the text that
 * people see.
 */
export function toStoredForm(source: string, module: string): string {
  return source
    .split('\n')
    .map((line, index) => (isAboutHost(line) ? `${begin(index + 1, module)}${line.trim()})` : line))
    .join('\n');
}

/** The text that {@link toStoredForm} was given; another text stays as it is. */
export function fromStoredForm(stored: string): string {
  return stored
    .split('\n')
    .map((line) => optional.exec(line)?.[1] ?? line)
    .join('\n');
}

/** The types of the host that a module names, as far as statements of one line go; each once. */
export function hostTypesIn(source: string): readonly string[] {
  return [...new Set(source.split('\n').flatMap((line) => hostTypesOf(line)))];
}

function isAboutHost(line: string): boolean {
  return hostTypesOf(line).length > 0;
}

function hostTypesOf(line: string): readonly string[] {
  const expression = soleStatement(line);
  if (expression === undefined) return [];
  const [keyword, first, second] = expression;
  if (keyword === 'call') return Array.isArray(second) ? (second as readonly Expression[]).filter(isHostType) : [];
  return keyword === 'allow' || keyword === 'dontaudit' || keyword === 'auditallow'
    ? [first, second].filter((name) => name !== undefined).filter(isHostType)
    : [];
}

function isHostType(name: Expression): name is string {
  return typeof name === 'string' && name !== 'self' && !name.startsWith('bulkhead_');
}

/** Parses a line that is one whole statement, without a comment behind it; undefined for any other line. */
function soleStatement(line: string): readonly Expression[] | undefined {
  if (!/^\s*\(.*\)\s*$/.test(line) || line.includes(';')) return undefined;
  try {
    const [statement, ...more] = statementsOf(line);
    return more.length === 0 ? statement?.expression : undefined;
  } catch {
    return undefined;
  }
}
