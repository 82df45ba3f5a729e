// SPDX-License-Identifier: Apache-2.0
/** What a process has as its root, such as the init of a container. */

import { closeSync, constants, openSync } from 'node:fs';
import { pidfdOpen, pidfdSendSignal } from '../native/native.ts';

/**
 * The open folder, which the caller closes; undefined when there is no such process. The number is the process's own for
 * as long as its descriptor can be sent a signal; afterwards it may be another's.
 */
export function openRootOf(pid: number): number | undefined {
  try {
    const process = pidfdOpen(pid);
    try {
      const folder = openSync(`/proc/${pid}/root`, constants.O_RDONLY | constants.O_DIRECTORY);
      if (isAlive(process)) return folder;
      closeSync(folder);
      return undefined;
    } finally {
      closeSync(process);
    }
  } catch {
    return undefined;
  }
}

function isAlive(process: number): boolean {
  try {
    pidfdSendSignal(process, 0);
    return true;
  } catch {
    return false;
  }
}
