// SPDX-License-Identifier: Apache-2.0
/**
 * Judges the source of the policy module of an owner before any compiler sees it: only statements from a short list,
 * only about this owner, and the part that isolates it is there. What is allowed here may still open too much; that
 * the compiler finds by the base module's neverallow rules.
 */

import { CilError, type Expression, type Statement, statementsOf, textOf } from '../cil/statements.ts';
import {
  macroOfCategories,
  macrosOfModules,
  macrosOfType,
  macrosOfVolume,
} from '../../contract/model/policy/module-macros.ts';
import { say, type Words } from '../../contract/text.ts';
import { isPairOfCategories } from './categories.ts';
import { connectStatement } from './connect-statement.ts';
import { containerCall, headOf, type ModuleForm, volumeLabel } from './generate.ts';
import { permissive } from './learning-module.ts';
import { ownerOfPolicyName, plainNumberOf, policyNames } from './names.ts';

export interface SourceProblem {
  /** Null when it is about no line. */
  readonly line: number | null;
  readonly problem: Words;
}

export const maxSourceCharacters = 64 * 1024;
const maxStatements = 4000;
const maxProblems = 20;

/** Empty when the source may be given to the compiler. */
export function problemsOfSource(
  owner: string,
  source: string,
  { mayBePermissive }: { readonly mayBePermissive: boolean },
): readonly SourceProblem[] {
  if (source.length > maxSourceCharacters)
    return [
      { line: null, problem: say('it is longer than {kibibytes} KiB', { kibibytes: maxSourceCharacters / 1024 }) },
    ];
  const mark = source.split('\n').findIndex((line) => line.includes(';;*'));
  if (mark !== -1)
    return [{ line: mark + 1, problem: say(';;* is a mark of compilers, and would make errors point elsewhere') }];
  const statements = cut(source);
  if ('problem' in statements) return [statements];
  if (statements.length > maxStatements)
    return [{ line: null, problem: say('it has more than {maxStatements} statements', { maxStatements }) }];
  const judge = judgeOf(owner, mayBePermissive);
  const problems = statements.flatMap((statement): readonly SourceProblem[] => {
    const problem = judge(statement.expression);
    return problem === undefined ? [] : [{ line: statement.line, problem }];
  });
  const textOfForm = textInForms(owner);
  const said = new Set(statements.map(({ expression }) => textOfForm(expression)));
  const missing = headOf(owner).filter((statement) => !said.has(statement));
  return [
    ...problems,
    ...missing.map((statement) => ({
      line: null,
      problem: say('{statement} is missing, which isolates the container from all others', { statement }),
    })),
  ].slice(0, maxProblems);
}

function cut(source: string): readonly Statement[] | SourceProblem {
  try {
    return [...statementsOf(source)];
  } catch (error) {
    if (error instanceof CilError) return { line: error.line, problem: error.message.replace(/^line \d+: /, '') };
    throw error;
  }
}

/** Whichever form a module has stands where the usual one would: all isolate, and the others grant less. */
function textInForms(owner: string): (statement: readonly Expression[]) => string {
  const usual = containerCall(owner, 'container');
  const others: readonly ModuleForm[] = ['narrow_container', 'learning_container'];
  const calls = new Set(others.map((form) => containerCall(owner, form)));
  return (statement) => {
    const text = textOf(statement);
    return calls.has(text) ? usual : text;
  };
}

type Judge = (statement: readonly Expression[]) => Words | undefined;

function judgeOf(owner: string, mayBePermissive: boolean): Judge {
  const { domain } = policyNames(owner);
  // A plain domain never learns: the container gets types by its name first.
  const own = [volumeLabel(owner), ...(mayBePermissive ? [permissive(domain)] : [])];
  const fixed = new Set([...headOf(owner), ...(plainNumberOf(owner) === undefined ? own : [])]);
  const textOfForm = textInForms(owner);
  const seen = new Set<string>();
  return (statement) => {
    const text = textOfForm(statement);
    if (fixed.has(text)) {
      if (seen.has(text)) return say('it is said twice');
      seen.add(text);
      return undefined;
    }
    const [keyword, ...args] = statement;
    if (keyword === 'typepermissive')
      return say('a domain is permissive only while it learns, and then Bulkhead says so');
    if (typeof keyword !== 'string') return say('a statement begins with a name');
    if (rules.has(keyword)) return problemOfRule(owner, args);
    if (keyword === 'call') return problemOfCall(owner, args);
    if (keyword === 'optional') return problemOfOptional(owner, statement, seen);
    return say('{keyword} is not allowed in the module of one container', { keyword: shown(keyword) });
  };
}

const rules: ReadonlySet<string> = new Set(['allow', 'dontaudit', 'auditallow']);

/** `(allow DOMAIN target (class (permission …)))` */
function problemOfRule(owner: string, args: readonly Expression[]): Words | undefined {
  const [source, target, access] = args;
  if (args.length !== 3 || typeof target !== 'string' || !Array.isArray(access))
    return say('a rule reads (allow domain target (class (permission …)))');
  const [className, permissions] = access as readonly Expression[];
  if (access.length !== 2 || !isName(className) || !Array.isArray(permissions) || permissions.length === 0)
    return say('a rule names a class, and its permissions in brackets');
  if (!(permissions as readonly Expression[]).every(isName)) return say('a rule names its permissions one by one');
  return problemOfSourceAndTarget(owner, source, target);
}

const ofType: ReadonlySet<string> = new Set(macrosOfType);
const ofVolume: ReadonlySet<string> = new Set(macrosOfVolume);

function problemOfCall(owner: string, [macro, args]: readonly Expression[]): Words | undefined {
  if (typeof macro !== 'string' || !macrosOfModules.includes(macro))
    return say('only {macrosOfModules} may be called', { macrosOfModules: macrosOfModules.join(', ') });
  const { domain } = policyNames(owner);
  const [source, target, ...more] = Array.isArray(args) ? (args as readonly Expression[]) : [];
  if (macro === macroOfCategories) {
    const isRight = source === domain && more.length === 0 && isPairOfCategories(target);
    return isRight
      ? undefined
      : say('{macro} takes the domain of this container and its pair of categories', { macro });
  }
  if (!ofType.has(macro) && !ofVolume.has(macro))
    return source === domain && target === undefined
      ? undefined
      : say('{macro} takes the domain of this container', { macro });
  if (typeof target !== 'string' || more.length > 0) return say('{macro} takes the domain and one type', { macro });
  if (!ofVolume.has(macro)) return problemOfSourceAndTarget(owner, source, target);
  if (source !== domain) return say('a rule here is about {domain}, and about no other domain', { domain });
  return /^bulkhead_shared_\d{1,4}_t$/.test(target)
    ? undefined
    : say('{target} is no type of a shared volume', { target: shown(target) });
}

/**
 * Accepts an optional block only around a connection to ports of one type: what else is optional might silently not
 * hold.
 */
function problemOfOptional(owner: string, statement: readonly Expression[], seen: Set<string>): Words | undefined {
  const call = statement[2];
  const [keyword, macro, args] = Array.isArray(call) ? (call as readonly Expression[]) : [];
  const type = Array.isArray(args) ? (args as readonly Expression[])[1] : undefined;
  const text = textOf(statement);
  if (keyword !== 'call' || !isName(type) || text !== connectStatement(owner, type))
    return say('an optional statement reads {statement}', { statement: connectStatement(owner, 'TYPE') });
  if (seen.has(text)) return say('it is said twice');
  seen.add(text);
  return problemOfCall(owner, [macro ?? '', args ?? '']);
}

function problemOfSourceAndTarget(owner: string, source: Expression | undefined, target: string): Words | undefined {
  const { domain, files, volumes, readonlyVolumes, memory, terminals } = policyNames(owner);
  if (source !== domain) return say('a rule here is about {domain}, and about no other domain', { domain });
  if (!isName(target)) return say('{target} is no name of a type', { target: shown(target) });
  const other = ownerOfPolicyName(target);
  if (other !== undefined && other !== owner && plainNumberOf(other) === undefined)
    return say('{target} belongs to the container {owner}', { target, owner: other });
  // An attribute of Bulkhead's would also stand for containers that are made later.
  const own = [domain, files, volumes, readonlyVolumes, memory, terminals];
  const isForeign = target.startsWith('bulkhead_') && !own.includes(target) && !typesOfHost.has(target);
  return isForeign ? say("{target} is not this container's", { target }) : undefined;
}

/**
 * What every container has of the host, or has by a choice, in types of Bulkhead's: its console, which is a terminal of
 * the helper's; settings that all containers share; load and hardware of the host. The module of a container from which a
 * review took accesses away names those that were left to it. No rule may write to the settings, by a neverallow rule.
 */
const typesOfHost: ReadonlySet<string> = new Set([
  'bulkhead_devpts_t',
  'bulkhead_shared_setting_t',
  'bulkhead_host_state_t',
]);

/** CIL's operators stand where names stand; a rule that uses them says more than it shows. */
const operators: ReadonlySet<string> = new Set(['all', 'and', 'or', 'not', 'xor', 'range', '*']);

function isName(expression: Expression | undefined): expression is string {
  return (
    typeof expression === 'string' && /^[A-Za-z][A-Za-z0-9_.-]{0,127}$/.test(expression) && !operators.has(expression)
  );
}

/** What came from outside, short and plain. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
