// SPDX-License-Identifier: Apache-2.0
/** The texts of the modules that were installed beside those of the distribution: Bulkhead's, of containers, and others. */

import { isFailure } from '../../../contract/errors.ts';
import type { ReadModuleListing } from '../../selinux/policy/module-listing.ts';
import type { Semodule } from '../../selinux/policy/semodule.ts';
import { shippedModuleNames } from '../../selinux/policy/shipped-modules.ts';

export interface LocalModulesOptions {
  readonly listing: ReadModuleListing;
  readonly sources: Semodule['sources'];
}

const shipped: ReadonlySet<string> = new Set(shippedModuleNames);
/** The distribution's own modules have it; ours may be at the same, as they come in a package. */
const distributionPriority = 100;

/** Gives what reads the texts by name; none where the store cannot be read, as a proof says the same without them. */
export function createLocalModules({
  listing,
  sources,
}: LocalModulesOptions): (signal: AbortSignal) => Promise<ReadonlyMap<string, string>> {
  return async (signal) => {
    const names = ((await listing(signal)) ?? [])
      .filter(({ isDisabled, language }) => !isDisabled && language === 'cil')
      .filter(({ name, priority }) => priority !== distributionPriority || shipped.has(name))
      .map(({ name }) => name);
    try {
      return await sources(names, signal);
    } catch (error) {
      if (isFailure(error)) return new Map();
      throw error;
    }
  };
}
