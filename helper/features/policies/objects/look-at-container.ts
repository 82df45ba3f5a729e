// SPDX-License-Identifier: Apache-2.0
/** Looks from the host at what a running container has, and changes nothing. It is bounded, and says what it left. */

import { closeSync, readFileSync } from 'node:fs';
import { containerPids } from '../../../lxc/container-pids.ts';
import { contextOf as contextOfProcess } from '../../../lxc/runtime.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { mountsOf } from '../../../system/files/mount-info.ts';
import { openRootOf } from '../../../system/files/root-of-process.ts';
import { hasCode } from '../../../system/errno.ts';
import type { SeenObject } from './judge-object.ts';
import { lookAtMounts } from './look-at-mounts.ts';
import { lookAtProcesses } from './look-at-processes.ts';
import { createTally, type Looked } from './tally.ts';

interface RunningContainer {
  readonly name: string;
  readonly initPid: number;
  /** The context of its processes. */
  readonly context: string;
}

/** Calls for each object with its label. Undefined where the container has ended, or is another one by now. */
export type LookAtContainer = (
  container: RunningContainer,
  onSeen: (object: SeenObject) => void,
  signal: AbortSignal,
) => Promise<Looked | undefined>;

interface LookOptions {
  readonly cgroupRoot: string;
  readonly pidsOf?: (cgroupRoot: string, name: string) => readonly number[];
  readonly contextOf?: (pid: number) => string | undefined;
  readonly labelOf?: (fd: number) => string | undefined;
}

export function createLookAtContainer({
  cgroupRoot,
  pidsOf = containerPids,
  contextOf = contextOfProcess,
  labelOf = labelIfAny,
}: LookOptions): LookAtContainer {
  return async ({ name, initPid, context }, onSeen, signal) => {
    const root = openRootOf(initPid);
    if (root === undefined) return undefined;
    try {
      const mountinfo = mountinfoOf(initPid);
      if (mountinfo === undefined || contextOf(initPid) !== context) return undefined;
      const tally = createTally(onSeen);
      await lookAtMounts({ root, mounts: mountsOf(mountinfo), labelOf }, tally, signal);
      await lookAtProcesses(
        { pids: pidsOf(cgroupRoot, name).filter((pid) => pid > 0), contextOf, labelOf },
        tally,
        signal,
      );
      return tally.result();
    } finally {
      closeSync(root);
    }
  };
}

/** Gives a character for each byte, as names may be any bytes. */
function mountinfoOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/mountinfo`, 'latin1');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EINVAL')) return undefined;
    throw error;
  }
}
