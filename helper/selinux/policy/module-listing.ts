// SPDX-License-Identifier: Apache-2.0
/** What the policy store of this host has, as `semodule -lfull` prints it; kept until another policy is loaded. */

import { isFailure } from '../../../contract/errors.ts';
import { keepForPolicy } from './keep-for-policy.ts';

/** A module at the priority that counts: the highest of its name. */
export interface StoreModule {
  readonly priority: number;
  readonly name: string;
  /** `cil`, or `pp` for one that was installed in a compiled form. */
  readonly language: string;
  readonly isDisabled: boolean;
}

/** Undefined when semodule cannot be run. */
export type ReadModuleListing = (signal: AbortSignal) => Promise<readonly StoreModule[] | undefined>;

export interface ModuleListingOptions {
  /** Changes with each load of a policy. */
  readonly sequence: () => number | undefined;
  /** What semodule prints. Fails with `policy-unavailable` when it cannot be run. */
  readonly list: (signal: AbortSignal) => Promise<string>;
}

export function createModuleListing({ sequence, list }: ModuleListingOptions): ReadModuleListing {
  return keepForPolicy({
    sequence,
    async read(signal) {
      try {
        return modulesIn(await list(signal));
      } catch (error) {
        if (isFailure(error)) return undefined;
        throw error;
      }
    },
  });
}

/** Lines of the form `400 bulkhead cil [disabled]`. */
function modulesIn(listing: string): readonly StoreModule[] {
  const modules = new Map<string, StoreModule>();
  for (const line of listing.split('\n')) {
    const [priority, name, language, ...rest] = line.trim().split(/\s+/);
    if (name === undefined || language === undefined) continue;
    if (Number(priority) < (modules.get(name)?.priority ?? 0)) continue;
    modules.set(name, {
      priority: Number(priority),
      name,
      language,
      isDisabled: rest.includes('disabled'),
    });
  }
  return [...modules.values()];
}
