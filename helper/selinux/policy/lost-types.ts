// SPDX-License-Identifier: Apache-2.0
/**
 * Types of the host that modules of containers name and the loaded policy does not have: an update of the host's policy
 * took them away, and what the modules say about them has no effect.
 */

import { ownerOfPolicyName } from '../../../sepolicy/own-domain/names.ts';
import { hostTypesIn } from '../../../sepolicy/own-domain/stored-form.ts';
import { isContextKnown } from '../known-context.ts';
import { keepForPolicy } from './keep-for-policy.ts';
import type { ReadModuleListing } from './module-listing.ts';
import type { Semodule } from './semodule.ts';

export interface LostTypes {
  /** The module of this owner names them: a container, or a plain domain (own-domain/names.ts). */
  readonly owner: string;
  readonly types: readonly string[];
}

/** Only owners that lost some; empty also when the store cannot be read. */
export type ReadLostTypes = (signal: AbortSignal) => Promise<readonly LostTypes[]>;

export interface LostTypesOptions {
  readonly sequence: () => number | undefined;
  readonly listing: ReadModuleListing;
  readonly sources: Semodule['sources'];
  readonly isKnown?: (context: string) => boolean;
}

export function createLostTypes({
  sequence,
  listing,
  sources,
  isKnown = isContextKnown,
}: LostTypesOptions): ReadLostTypes {
  // The kernel can be asked about types only, and an attribute may stand in a rule too.
  const isLost = (type: string): boolean => type.endsWith('_t') && !isKnown(`system_u:object_r:${type}:s0`);
  const read = keepForPolicy({
    sequence,
    async read(signal) {
      const modules = await listing(signal);
      if (modules === undefined) return undefined;
      const own = modules.filter(({ name, isDisabled }) => !isDisabled && ownerOfPolicyName(name) !== undefined);
      const texts = await sources(
        own.map(({ name }) => name),
        signal,
      );
      return [...texts].flatMap(([module, text]): readonly LostTypes[] => {
        const owner = ownerOfPolicyName(module);
        const types = hostTypesIn(text).filter(isLost);
        return owner === undefined || types.length === 0 ? [] : [{ owner, types }];
      });
    },
  });
  return async (signal) => (await read(signal)) ?? [];
}
