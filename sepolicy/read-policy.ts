// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the CIL text of a compiled policy into a {@link LoadedPolicy}. A compiled policy has no blocks, macros or
 * optionals left, so a statement means what it says by itself. Statements that Bulkhead asks nothing about are passed
 * over.
 */

import { type Expression, statementsOf } from './cil/statements.ts';
import type { Condition, Constraint, LoadedPolicy, PortContext, Rule, RuleKind } from './loaded-policy.ts';

type Reader = (draft: Draft, args: readonly Expression[], condition: Condition | undefined) => void;

/** A policy while it is being read. */
interface Draft {
  readonly types: Set<string>;
  readonly aliases: Map<string, string>;
  readonly attributes: Map<string, Set<string>>;
  readonly permissiveTypes: Set<string>;
  readonly commons: Map<string, readonly string[]>;
  readonly classes: Map<string, Set<string>>;
  /** Maps each class to its common: commons may stand behind the classes that have them. */
  readonly commonOf: Map<string, string>;
  readonly booleans: Map<string, boolean>;
  readonly rules: Map<string, Rule[]>;
  readonly conditionalRules: Rule[];
  readonly constraints: Map<string, Constraint[]>;
  readonly roles: Map<string, Set<string>>;
  readonly roleAllows: Map<string, Set<string>>;
  readonly ports: PortContext[];
  unknownPermissions: 'allow' | 'deny';
  /** Keeps each list of permissions once, because the same one stands in many rules. */
  readonly permissionLists: Map<string, readonly string[]>;
}

/** Throws CilError for a text that is not CIL. */
export function readPolicy(text: string): LoadedPolicy {
  const draft: Draft = {
    types: new Set(),
    aliases: new Map(),
    attributes: new Map(),
    permissiveTypes: new Set(),
    commons: new Map(),
    classes: new Map(),
    commonOf: new Map(),
    booleans: new Map(),
    rules: new Map(),
    conditionalRules: [],
    constraints: new Map(),
    roles: new Map(),
    roleAllows: new Map(),
    ports: [],
    unknownPermissions: 'deny',
    permissionLists: new Map(),
  };
  for (const { expression } of statementsOf(text)) readStatement(draft, expression, undefined);
  for (const [name, common] of draft.commonOf) addAll(memberOf(draft.classes, name), draft.commons.get(common) ?? []);
  return draft;
}

function readStatement(
  draft: Draft,
  [keyword, ...args]: readonly Expression[],
  condition: Condition | undefined,
): void {
  if (typeof keyword === 'string' && Object.hasOwn(readers, keyword)) readers[keyword]?.(draft, args, condition);
}

const readers: Readonly<Record<string, Reader>> = {
  handleunknown: (draft, [answer]) => (draft.unknownPermissions = answer === 'allow' ? 'allow' : 'deny'),
  type: (draft, [name]) => draft.types.add(nameOf(name)),
  typealiasactual: (draft, [alias, name]) => draft.aliases.set(nameOf(alias), nameOf(name)),
  typepermissive: (draft, [name]) => draft.permissiveTypes.add(nameOf(name)),
  typeattribute: (draft, [name]) => void memberOf(draft.attributes, nameOf(name)),
  typeattributeset: (draft, [name, types]) => addAll(memberOf(draft.attributes, nameOf(name)), namesOf(types)),
  common: (draft, [name, permissions]) => draft.commons.set(nameOf(name), namesOf(permissions)),
  class: (draft, [name, permissions]) => addAll(memberOf(draft.classes, nameOf(name)), namesOf(permissions)),
  classcommon: (draft, [name, common]) => draft.commonOf.set(nameOf(name), nameOf(common)),
  boolean: (draft, [name, value]) => draft.booleans.set(nameOf(name), value === 'true'),
  roletype: (draft, [role, type]) => memberOf(draft.roles, nameOf(role)).add(nameOf(type)),
  roleallow: (draft, [from, to]) => memberOf(draft.roleAllows, nameOf(from)).add(nameOf(to)),
  allow: ruleReader('allow'),
  dontaudit: ruleReader('dontaudit'),
  auditallow: ruleReader('auditallow'),
  booleanif(draft, [expression, ...branches]) {
    for (const [branch, ...statements] of branches.map(listOf)) {
      const condition = { expression: expression ?? [], when: branch === 'true' };
      for (const statement of statements) readStatement(draft, listOf(statement), condition);
    }
  },
  constrain: constraintReader(false),
  mlsconstrain: constraintReader(true),
  portcon(draft, [protocol, ports, context]) {
    const [low = '', high = low] = typeof ports === 'string' ? [ports] : namesOf(ports);
    draft.ports.push({
      protocol: nameOf(protocol),
      low: Number(low),
      high: Number(high),
      type: nameOf(listOf(context)[2]),
    });
  },
};

function ruleReader(kind: RuleKind): Reader {
  return (draft, [source, target, access], condition) => {
    const [className, permissions] = listOf(access);
    const rule = {
      kind,
      source: nameOf(source),
      target: nameOf(target),
      class: nameOf(className),
      permissions: permissionList(draft, permissions),
      condition,
    };
    listAt(draft.rules, rule.class).push(rule);
    if (condition !== undefined) draft.conditionalRules.push(rule);
  };
}

function constraintReader(isMls: boolean): Reader {
  return (draft, [access, expression]) => {
    const [className, permissions] = listOf(access);
    const constraint = {
      class: nameOf(className),
      permissions: permissionList(draft, permissions),
      expression: expression ?? [],
      isMls,
    };
    listAt(draft.constraints, constraint.class).push(constraint);
  };
}

function permissionList(draft: Draft, permissions: Expression | undefined): readonly string[] {
  const names = namesOf(permissions);
  const key = names.join(' ');
  const known = draft.permissionLists.get(key);
  if (known !== undefined) return known;
  draft.permissionLists.set(key, names);
  return names;
}

function nameOf(expression: Expression | undefined): string {
  return typeof expression === 'string' ? expression : '';
}

function listOf(expression: Expression | undefined): readonly Expression[] {
  return typeof expression === 'object' ? expression : [];
}

/** The names of a list; what is nested in it is no name. */
function namesOf(expression: Expression | undefined): readonly string[] {
  return listOf(expression).filter((entry) => typeof entry === 'string');
}

function memberOf(sets: Map<string, Set<string>>, name: string): Set<string> {
  const found = sets.get(name);
  if (found !== undefined) return found;
  const made = new Set<string>();
  sets.set(name, made);
  return made;
}

function listAt<Value>(lists: Map<string, Value[]>, name: string): Value[] {
  const found = lists.get(name);
  if (found !== undefined) return found;
  const made: Value[] = [];
  lists.set(name, made);
  return made;
}

function addAll(set: Set<string>, names: readonly string[]): void {
  for (const name of names) set.add(name);
}
