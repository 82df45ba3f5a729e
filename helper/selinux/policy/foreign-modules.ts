// SPDX-License-Identifier: Apache-2.0
/**
 * What modules of the administrator, or of other packages, say about Bulkhead's types and attributes: rules that hold
 * for every container, rules that a deny rule takes away without a word, and names that are declared twice.
 */

import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import { type ForeignRemark, remarkOn } from '../../../sepolicy/policy-check/foreign-remarks.ts';
import {
  type ForeignRule,
  type ForeignStatement,
  foreignStatements,
} from '../../../sepolicy/policy-check/foreign-statements.ts';
import type { DecideByKernel } from '../ask-kernel.ts';
import { keepForPolicy } from './keep-for-policy.ts';
import type { ReadModuleListing } from './module-listing.ts';
import type { Semodule } from './semodule.ts';
import { shippedModuleNames } from './shipped-modules.ts';

export interface ForeignModuleRemark extends ForeignRemark {
  readonly module: string;
  readonly priority: number;
  /** The statement is in CIL, on one line: an administrator's text. */
  readonly statement: string;
}

/** Undefined when the store cannot be read. */
export type ReadForeignModules = (signal: AbortSignal) => Promise<readonly ForeignModuleRemark[] | undefined>;

export interface ForeignModulesOptions {
  readonly sequence: () => number | undefined;
  readonly listing: ReadModuleListing;
  readonly sources: Semodule['sources'];
  readonly decide: DecideByKernel;
}

/** The distribution's policy has this priority, and knows nothing of Bulkhead. */
const policyPriority = 100;
/** Base modules, and modules of containers. */
const shipped: ReadonlySet<string> = new Set(shippedModuleNames);
const isOurs = (name: string): boolean => shipped.has(name) || name.startsWith('bulkhead_');

export function createForeignModules({
  sequence,
  listing,
  sources,
  decide,
}: ForeignModulesOptions): ReadForeignModules {
  return keepForPolicy({
    sequence,
    async read(signal) {
      const modules = await listing(signal);
      if (modules === undefined) return undefined;
      const foreign = modules.filter(
        ({ name, priority, isDisabled }) => priority !== policyPriority && !isDisabled && !isOurs(name),
      );
      const texts = await sources(
        foreign.map(({ name }) => name),
        signal,
      );
      return foreign.flatMap(({ name, priority }) =>
        statementsOf(texts.get(name) ?? '').map((statement) => ({
          module: name,
          priority,
          statement: statement.text,
          ...remarkOn(statement, (rule) => lostBy(decide, rule)),
        })),
      );
    },
  });
}

/** A module that the compiler took has matching brackets; one that was changed in the store meanwhile may not. */
function statementsOf(text: string): readonly ForeignStatement[] {
  try {
    return foreignStatements(text);
  } catch {
    return [];
  }
}

/** The kernel knows types, not attributes: of those it cannot be asked. */
function lostBy(decide: DecideByKernel, { source, target, class: name, permissions }: ForeignRule) {
  const decision = decide({
    source: contextOf(source, 'system_r'),
    target: contextOf(target, name === 'process' || source === target ? 'system_r' : 'object_r'),
    class: name,
    permissions,
  });
  return decision === undefined ? undefined : permissions.filter((permission) => !decision.allowed.has(permission));
}

function contextOf(type: string, role: string): SecurityContext {
  return { user: 'system_u', role, type, level: 's0' };
}
