// SPDX-License-Identifier: Apache-2.0
/** The guest's policy with one domain permissive, as an administrator's `semanage permissive` would have it. */

import type { Guest } from '../guest.ts';
import { loadPolicyVariant } from './policy-variant.ts';

/** Resolves when that domain is permissive; the function that it gives loads the usual policy again. */
export function loadPermissivePolicy(guest: Guest, domain: string): Promise<() => Promise<void>> {
  return loadPolicyVariant(guest, {
    name: `permissive-${domain}`,
    semodule: [],
    modules: { [`permissive-${domain}`]: `(typepermissive ${domain})\n` },
  });
}
