// SPDX-License-Identifier: Apache-2.0
/** The checksum of the loaded policy, which is read again only when the kernel has counted another load or boolean. */

import { loadedPolicySum, policySequence } from './kernel-policy.ts';

interface PolicySumOptions {
  readonly sequence?: () => number | undefined;
  readonly read?: () => string | undefined;
}

/** Gives what gives the SHA-256 of the loaded policy; undefined where it cannot be read. */
export function createPolicySum({ sequence = policySequence, read = loadedPolicySum }: PolicySumOptions = {}): () =>
  string | undefined {
  let known: { readonly at: number; readonly sum: string } | undefined;
  return () => {
    const at = sequence();
    if (at !== undefined && known?.at === at) return known.sum;
    const sum = read();
    // One that was loaded while this one was read has another number, and is read the next time.
    known = at === undefined || sum === undefined || sequence() !== at ? undefined : { at, sum };
    return sum;
  };
}
