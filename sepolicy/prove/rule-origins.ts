// SPDX-License-Identifier: Apache-2.0
/**
 * In which module, on which line, a rule of the policy stands. A compiled policy does not say it, so the texts of modules
 * are searched for statements that grant the same, macros included. What the compiler has made of an attribute, or what
 * a module in another language says, is not found.
 */

import type { RuleOrigin } from '../../contract/model/policy/proof.ts';
import { CilError, type Expression, type Statement, statementsOf } from '../cil/statements.ts';
import type { Rule } from '../loaded-policy.ts';

/** What of a rule tells where it comes from. */
type SoughtRule = Pick<Rule, 'source' | 'target' | 'class' | 'permissions'>;

/** Gives the statements that grant some of a rule's permissions, by module and line. */
export type FindOrigins = (rule: SoughtRule) => readonly RuleOrigin[];

interface Allow extends SoughtRule {
  readonly origin: RuleOrigin;
}

interface Macro {
  readonly parameters: readonly string[];
  readonly body: readonly Expression[];
}

/** What stands for a name within a macro. */
type Meaning = ReadonlyMap<string, Expression>;

/** Says where an expression stands. */
interface Place {
  /** The statement of a module that it comes from, also by macros. */
  readonly origin: RuleOrigin;
  readonly meaning: Meaning;
  /** Counts the expressions and the macros around it. */
  readonly depth: number;
}

/** Macros that call one another are followed so deep. */
const maxDepth = 8;
/** Macros that call several others make many statements of one; what goes beyond is not looked at. */
const maxExpressions = 200_000;
/** A statement that names no permission by itself, such as by `all`, may grant any. */
const anyPermission: readonly string[] = [];

/** Takes the CIL texts of modules by their names; one that is no CIL is left out. */
export function createFindOrigins(texts: ReadonlyMap<string, string>): FindOrigins {
  const modules = [...texts].map(([module, text]) => ({ module, statements: readStatements(text) }));
  const all = modules.flatMap(({ statements }) => statements.map(({ expression }) => expression));
  const macros = new Map(all.flatMap(macroOf));
  const sets = new Map(all.flatMap(permissionSetOf));
  const allows = new Map<string, Allow[]>();
  let seen = 0;

  function collect(expression: Expression, place: Place): void {
    seen += 1;
    if (typeof expression === 'string' || place.depth > maxDepth || seen > maxExpressions) return;
    const [keyword, ...args] = expression;
    if (keyword === 'allow')
      add(
        args.map((arg) => replaced(arg, place.meaning)),
        place.origin,
      );
    else if (keyword === 'call') expand(args, place);
    else if (keyword !== 'macro') for (const inner of args) collect(inner, { ...place, depth: place.depth + 1 });
  }

  function expand([name, given]: readonly Expression[], { origin, meaning, depth }: Place): void {
    const macro = typeof name === 'string' ? macros.get(name) : undefined;
    if (macro === undefined) return;
    const values = typeof given === 'string' || given === undefined ? [] : given;
    const within = new Map(
      macro.parameters.flatMap((parameter, index) => {
        const value = values[index];
        return value === undefined ? [] : [[parameter, replaced(value, meaning)] as const];
      }),
    );
    for (const inner of macro.body) collect(inner, { origin, meaning: within, depth: depth + 1 });
  }

  function add([source, target, granted]: readonly Expression[], origin: RuleOrigin): void {
    if (typeof source !== 'string' || typeof target !== 'string' || granted === undefined) return;
    for (const [className, permissions] of typeof granted === 'string' ? (sets.get(granted) ?? []) : [granted]) {
      if (typeof className !== 'string') continue;
      const key = keyOf({ source, target, class: className });
      const found = allows.get(key) ?? [];
      allows.set(key, found);
      found.push({ source, target, class: className, permissions: namesOf(permissions), origin });
    }
  }

  for (const { module, statements } of modules)
    for (const { line, expression } of statements)
      collect(expression, { origin: { module, line }, meaning: new Map(), depth: 0 });

  return (rule) => {
    const granting = (allows.get(keyOf(rule)) ?? []).filter(
      ({ permissions }) => permissions.length === 0 || permissions.some((one) => rule.permissions.includes(one)),
    );
    return [...new Map(granting.map(({ origin }) => [`${origin.module} ${origin.line}`, origin])).values()];
  };
}

function readStatements(text: string): readonly Statement[] {
  try {
    return [...statementsOf(text)];
  } catch (error) {
    if (error instanceof CilError) return [];
    throw error;
  }
}

/** `(macro NAME ((type a) (type b)) STATEMENT…)` */
function macroOf([keyword, name, parameters, ...body]: readonly Expression[]): readonly (readonly [string, Macro])[] {
  if (keyword !== 'macro' || typeof name !== 'string' || typeof parameters === 'string' || parameters === undefined)
    return [];
  const names = parameters.flatMap((one) => (typeof one === 'string' ? [] : one.slice(1, 2)));
  return [[name, { parameters: names.filter((one) => typeof one === 'string'), body }]];
}

/** `(classpermissionset NAME (CLASS (PERMISSION…)))` */
function permissionSetOf([keyword, name, granted]: readonly Expression[]): readonly (readonly [
  string,
  readonly (readonly Expression[])[],
])[] {
  const isSet = keyword === 'classpermissionset' && typeof name === 'string';
  return isSet && granted !== undefined && typeof granted !== 'string' ? [[name, [granted]]] : [];
}

function replaced(expression: Expression, meaning: Meaning): Expression {
  if (typeof expression !== 'string') return expression.map((inner) => replaced(inner, meaning));
  return meaning.get(expression) ?? expression;
}

function namesOf(permissions: Expression | undefined): readonly string[] {
  if (permissions === undefined || typeof permissions === 'string') return anyPermission;
  const names = permissions.filter((one) => typeof one === 'string');
  return names.length === permissions.length && !names.some((one) => ['all', 'not', 'and', 'or'].includes(one))
    ? names
    : anyPermission;
}

function keyOf({ source, target, class: className }: Omit<SoughtRule, 'permissions'>): string {
  return `${source} ${target}:${className}`;
}
