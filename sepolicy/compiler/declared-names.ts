// SPDX-License-Identifier: Apache-2.0
/** The names that CIL texts declare, to say which name of a statement is the unknown one: the compiler does not. */

import { type Expression, statementsOf } from '../cil/statements.ts';

export interface DeclaredNames {
  /** Types, attributes, classes, macros, booleans and all else that has a name. */
  readonly names: ReadonlySet<string>;
  /** Names the permissions of each class, common or class map. */
  readonly permissions: ReadonlySet<string>;
}

const declaringWords = `
  type typealias typeattribute class common classmap classpermission macro role roleattribute
  user userattribute boolean tunable category categoryalias sensitivity sensitivityalias level
  levelrange context sid block optional`;
const declarations = new RegExp(String.raw`\((?:${declaringWords.trim().split(/\s+/).join('|')})\s+([^\s()";]+)`, 'g');
const permissionLists = /\((?:class|common|classmap)\s+[^\s()";]+\s+\(([^()]*)\)/g;

/** Reads text by patterns: a real policy has 30 MB, and only declarations matter here. */
export function declaredNames(texts: Iterable<string>): DeclaredNames {
  const names = new Set<string>();
  const permissions = new Set<string>();
  for (const text of texts) {
    for (const [, name] of text.matchAll(declarations)) if (name !== undefined) names.add(name);
    for (const [, list = ''] of text.matchAll(permissionLists))
      for (const name of list.split(/\s+/)) permissions.add(name);
  }
  return { names, permissions };
}

/** The names of a statement that are declared nowhere, each once. */
export function unknownIn(statement: string, { names, permissions }: DeclaredNames): readonly string[] {
  const unknown = new Set<string>();
  function visit(expression: Expression): void {
    if (typeof expression !== 'string') expression.forEach(visit);
    else if (!isPlain(expression) && !names.has(expression) && !permissions.has(expression)) unknown.add(expression);
  }
  for (const { expression } of statementsOf(statement)) expression.slice(1).forEach(visit);
  return [...unknown];
}

/** Words of the language, numbers and strings: none of them is a name. */
function isPlain(word: string): boolean {
  return word.startsWith('"') || /^\d/.test(word) || operators.has(word);
}

const operators: ReadonlySet<string> = new Set([
  ...['all', 'and', 'or', 'not', 'xor', 'range', 'self', 'notself', 'other', 'true', 'false', 'any', '*'],
  ...['dom', 'domby', 'incomp', 'eq', 'neq', 'h1', 'h2', 'l1', 'l2', 't1', 't2', 'u1', 'u2', 'r1', 'r2'],
  ...['process', 'file', 'dir', 'char', 'block', 'socket', 'pipe', 'symlink', 'tcp', 'udp', 'sctp', 'dccp'],
]);
