// SPDX-License-Identifier: Apache-2.0
/**
 * What may stand at a place in the source of a container's module: names of the loaded policy, and what the check of a
 * source lets through.
 */

import { macrosOfModules } from '../../../contract/model/policy/module-macros.ts';
import type { PolicyNames } from '../../../contract/model/policy/policy-question.ts';

const rules = ['allow', 'dontaudit', 'auditallow'];

/**
 * `before` is the source up to the word that is being written. Names are undefined until the policy was asked for them.
 */
export function cilCompletions(before: string, domain: string, names: PolicyNames | undefined): readonly string[] {
  const [statement, list, innermost, deeper] = openLists(before);
  if (statement === undefined || deeper !== undefined) return [];
  const [keyword] = statement;
  if (keyword === undefined) return list === undefined ? [...rules, 'call'] : [];
  if (keyword === 'call') return innermost === undefined ? completionsInCall(statement, list, { domain, names }) : [];
  return rules.includes(keyword) ? completionsInRule(statement, [list, innermost], { domain, names }) : [];
}

type List = readonly string[];

interface Known {
  readonly domain: string;
  readonly names: PolicyNames | undefined;
}

/** `(call macro (domain type))` */
function completionsInCall(statement: List, list: List | undefined, { domain, names }: Known): readonly string[] {
  if (list === undefined) return statement.length === 1 ? macrosOfModules : [];
  if (list.length === 0) return [domain];
  return list.length === 1 ? (names?.types ?? []) : [];
}

/** `(allow domain type (class (permission …)))` */
function completionsInRule(
  statement: List,
  [access, permissions]: readonly [List | undefined, List | undefined],
  { domain, names }: Known,
): readonly string[] {
  const classes = names?.classes ?? [];
  if (permissions !== undefined) return classes.find(({ name }) => name === access?.[0])?.permissions ?? [];
  if (access !== undefined) return access.length === 0 ? classes.map(({ name }) => name) : [];
  if (statement.length === 1) return [domain];
  return statement.length === 2 ? ['self', ...(names?.types ?? [])] : [];
}

/** The brackets that are open at the end of a text, each with the names that stand in it so far. */
function openLists(text: string): readonly (readonly string[])[] {
  const open: string[][] = [];
  for (const [token] of text.matchAll(/;[^\n]*|"[^"]*"?|[()]|[^\s();"]+/g)) {
    if (token.startsWith(';')) continue;
    if (token === '(') open.push([]);
    else if (token === ')') open.pop();
    else open.at(-1)?.push(token);
  }
  return open;
}
