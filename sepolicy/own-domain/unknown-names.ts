// SPDX-License-Identifier: Apache-2.0
/**
 * Names in a container's module that neither the loaded policy nor the base module has. The compiler tells only the
 * first of them, and not which it is.
 */

import { say, type Words } from '../../contract/text.ts';
import { type Expression, statementsOf } from '../cil/statements.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import type { SourceProblem } from './check-source.ts';

const rules: ReadonlySet<string> = new Set(['allow', 'dontaudit', 'auditallow']);
const declarations: ReadonlySet<string> = new Set(['type', 'typeattribute', 'classmap']);

/**
 * `source` has been judged by problemsOfSource; `policy` is without the container's own types, which the source itself
 * declares.
 */
export function unknownNames(source: string, policy: LoadedPolicy, base: string): readonly SourceProblem[] {
  const statements = [...statementsOf(source)];
  const declared = new Set([...statements, ...statementsOf(base)].flatMap(({ expression }) => declaredBy(expression)));
  const isType = (name: string): boolean =>
    declared.has(name) ||
    name === 'self' ||
    policy.types.has(name) ||
    policy.attributes.has(name) ||
    policy.aliases.has(name);

  function problemOf([keyword, ...args]: readonly Expression[]): Words | undefined {
    if (keyword === 'call') return problemOfTypes(Array.isArray(args[1]) ? (args[1] as readonly Expression[]) : []);
    if (typeof keyword !== 'string' || !rules.has(keyword)) return undefined;
    const [, target, access] = args;
    return (
      problemOfTypes([target ?? '']) ?? problemOfAccess(Array.isArray(access) ? (access as readonly Expression[]) : [])
    );
  }

  function problemOfTypes(names: readonly Expression[]): Words | undefined {
    const unknown = names.find((name) => typeof name === 'string' && !isType(name));
    return typeof unknown === 'string' ? say('the loaded policy has no type {unknown}', { unknown }) : undefined;
  }

  function problemOfAccess([className, permissions]: readonly Expression[]): Words | undefined {
    if (typeof className !== 'string' || declared.has(className)) return undefined;
    const known = policy.classes.get(className);
    if (known === undefined) return say('the loaded policy has no class {className}', { className });
    const unknown = Array.isArray(permissions)
      ? (permissions as readonly Expression[]).find((name) => typeof name === 'string' && !known.has(name))
      : undefined;
    return typeof unknown === 'string'
      ? say('the class {className} of the loaded policy has no permission {unknown}', { className, unknown })
      : undefined;
  }

  return statements.flatMap(({ line, expression }): readonly SourceProblem[] => {
    const problem = problemOf(expression);
    return problem === undefined ? [] : [{ line, problem }];
  });
}

function declaredBy([keyword, name]: readonly Expression[]): readonly string[] {
  return typeof keyword === 'string' && declarations.has(keyword) && typeof name === 'string' ? [name] : [];
}
