// SPDX-License-Identifier: Apache-2.0
/** Records of the kernel about one domain in the audit logs of a guest, the rotated ones too. */

import type { Guest } from '../../lab/guest.ts';

export async function countRecords(guest: Guest, domain: string): Promise<number> {
  const { stdout } = await guest.run(`cat /var/log/audit/audit.log* | grep -c 'avc: .*scontext=[^ ]*:${domain}:'`);
  return Number(stdout);
}

/** Gives the records of what was blocked: in a domain that enforces. */
export async function blockedRecords(guest: Guest, domain: string): Promise<readonly string[]> {
  const { stdout } = await guest.run(
    `cat /var/log/audit/audit.log* | grep 'avc:  denied .*scontext=[^ ]*:${domain}:.*permissive=0'`,
  );
  return stdout.split('\n').filter((line) => line !== '');
}
