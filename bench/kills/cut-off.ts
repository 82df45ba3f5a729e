// SPDX-License-Identifier: Apache-2.0
/** How the helper is cut off while it works. */

import { setTimeout as sleep } from 'node:timers/promises';
import { disconnect, type Guest } from '../../lab/guest.ts';
import type { Cut } from '../../scripts/kills/record.ts';

const bootId = 'cat /proc/sys/kernel/random/boot_id';

/** Resolves when the signal was sent, or when the host has started again. */
export async function cutOff(guest: Guest, cut: Cut): Promise<void> {
  if (cut === 'kill') {
    await guest.mustRun(['systemctl', 'kill', '--signal=KILL', '--kill-whom=main', 'bulkhead-helper.service']);
    return;
  }
  const before = await guest.mustRun(bootId);
  // What the kernel holds in memory for the disk is lost.
  await guest.run('echo 1 > /proc/sys/kernel/sysrq; (sleep 0.1; echo b > /proc/sysrq-trigger) >/dev/null 2>&1 &');
  await disconnect(guest);
  for (;;) {
    const { code, stdout } = await guest.run(`${bootId}; systemctl is-active bulkhead-helper.socket`);
    if (code === 0 && !stdout.startsWith(before)) return;
    await sleep(500);
  }
}
