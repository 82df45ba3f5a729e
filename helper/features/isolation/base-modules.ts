// SPDX-License-Identifier: Apache-2.0
/** What the audit has to know of Bulkhead's own modules in the policy store. */

import { denyModule, requiredModules } from '../../selinux/policy/base-modules.ts';
import type { ShippedModule } from '../../selinux/policy/shipped-modules.ts';

/** Names of modules. */
export interface BaseModules {
  /** Their text is another one than the helper's. */
  readonly differing: readonly string[];
  /** Every host needs them, and this one lacks them. */
  readonly missing: readonly string[];
  /** False where the deny rules are not installed. */
  readonly hasDenyRules: boolean;
}

/** Undefined when there is nothing to compare: no files, no semodule. */
export function judgedModules(modules: readonly ShippedModule[]): BaseModules | undefined {
  if (modules.every(({ state }) => state === 'unknown')) return undefined;
  const required: readonly string[] = requiredModules;
  return {
    differing: modules.flatMap(({ name, state }) => (state === 'differs' ? [name] : [])),
    missing: modules.flatMap(({ name, state }) => (state === 'missing' && required.includes(name) ? [name] : [])),
    hasDenyRules: modules.some(({ name, state }) => name === denyModule && state !== 'missing'),
  };
}
