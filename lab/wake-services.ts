// SPDX-License-Identifier: Apache-2.0
/**
 * Starts what answers the first call of a test. On a busy machine the first answer of polkit takes longer than the helper
 * waits for it.
 */

import type { Guest } from './guest.ts';

export async function wakeServices(guest: Guest): Promise<void> {
  await guest.mustRun(['systemctl', 'start', 'polkit.service', 'bulkhead-helper.service']);
  await guest.mustRun(['pkcheck', '--action-id', 'org.bulkhead.view-host', '--process', '1']).catch(() => undefined);
}
