// SPDX-License-Identifier: Apache-2.0
/** The guest's policy without its dontaudit rules, so that a test sees every refusal. */

import type { Guest } from './guest.ts';
import { loadPolicyVariant } from './policy-variant.ts';

/** Resolves when nothing is hidden any more; the function that it gives loads the usual policy again. */
export function loadLoudPolicy(guest: Guest): Promise<() => Promise<void>> {
  return loadPolicyVariant(guest, { name: 'loud', semodule: ['-DB'] });
}
