// SPDX-License-Identifier: Apache-2.0

import { hasCode } from '../../../system/errno.ts';

/**
 * Asks a DHCP server by a signal to read its files again. Gives false where the kernel denies the signal: a server whose
 * type went with a policy module, such as Podman's on Fedora, has no label until it starts again.
 */
export function askToReadAgain(pid: number, kill: typeof process.kill = process.kill.bind(process)): boolean {
  try {
    kill(pid, 'SIGHUP');
    return true;
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM')) return false;
    throw error;
  }
}
