// SPDX-License-Identifier: Apache-2.0
/** The guest's policy without its dontaudit rules, so that a test sees every denial. */

import type { Guest } from '../guest.ts';
import { loadPolicyVariant } from './policy-variant.ts';

/** Resolves when every denial is logged; the function that it gives loads the usual policy again. */
export function loadPolicyWithoutDontaudit(guest: Guest): Promise<() => Promise<void>> {
  return loadPolicyVariant(guest, { name: 'without-dontaudit', semodule: ['-DB'] });
}
