// SPDX-License-Identifier: Apache-2.0
import type { Guest } from '../guest.ts';

export interface PolicyPlaces {
  /** Holds the modules: `/var/lib/selinux/default` on Debian, `…/targeted` with the policies of others. */
  readonly store: string;
  /** Holds the compiled policy and its contexts: `/etc/selinux/default`, likewise. */
  readonly settings: string;
}

/** Reads where the guest has the policy that it boots with. */
export async function policyPlacesOf(guest: Guest): Promise<PolicyPlaces> {
  const type = (await guest.mustRun(['sed', '-n', 's/^SELINUXTYPE=//p', '/etc/selinux/config'])).trim();
  return { store: `/var/lib/selinux/${type}`, settings: `/etc/selinux/${type}` };
}
