// SPDX-License-Identifier: Apache-2.0
/**
 * What a policy says, as far as Bulkhead asks it: built once from the CIL text that `checkpolicy -b -C` makes of the
 * kernel's own policy.
 */

import type { Expression } from './cil/statements.ts';

export type RuleKind = 'allow' | 'dontaudit' | 'auditallow';

/** Describes an access vector rule. `source` and `target` are types or attributes; a target may be `self`. */
export interface Rule {
  readonly kind: RuleKind;
  readonly source: string;
  readonly target: string;
  readonly class: string;
  readonly permissions: readonly string[];
  /** Undefined for a rule that always holds. */
  readonly condition: Condition | undefined;
}

/** A rule below a condition holds while the expression over booleans has this value. */
export interface Condition {
  readonly expression: Expression;
  readonly when: boolean;
}

/** What both contexts of an access have to fulfil, whatever the rules say. */
export interface Constraint {
  readonly class: string;
  readonly permissions: readonly string[];
  readonly expression: Expression;
  /** True for one that compares levels. */
  readonly isMls: boolean;
}

export interface PortContext {
  readonly protocol: string;
  readonly low: number;
  readonly high: number;
  readonly type: string;
}

export interface LoadedPolicy {
  readonly types: ReadonlySet<string>;
  /** Old name to real name. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The types of each attribute. */
  readonly attributes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly permissiveTypes: ReadonlySet<string>;
  /** Every permission of each class, those of its common ones included. */
  readonly classes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly booleans: ReadonlyMap<string, boolean>;
  /** Holds the rules by class, because every question has one. */
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  /** Holds the rules that stand below a condition. */
  readonly conditionalRules: readonly Rule[];
  readonly constraints: ReadonlyMap<string, readonly Constraint[]>;
  /** The types that each role may have. */
  readonly roles: ReadonlyMap<string, ReadonlySet<string>>;
  /** The roles that each role may change to. */
  readonly roleAllows: ReadonlyMap<string, ReadonlySet<string>>;
  /** Holds the contexts of ports in the order of the policy: the first that fits counts. */
  readonly ports: readonly PortContext[];
  /** What happens to permissions that this policy does not know. */
  readonly unknownPermissions: 'allow' | 'deny';
}

/** True when `name` is this type, or an attribute that has it. */
export function includesType(policy: LoadedPolicy, name: string, type: string): boolean {
  return name === type || policy.attributes.get(name)?.has(type) === true;
}

/** The types that a type or an attribute stands for. */
export function typesOf(policy: LoadedPolicy, name: string): readonly string[] {
  return [...(policy.attributes.get(name) ?? [name])];
}

/** The real name of a type that may be named by an alias. */
export function realType(policy: LoadedPolicy, name: string): string {
  return policy.aliases.get(name) ?? name;
}
