// SPDX-License-Identifier: Apache-2.0
/**
 * What the host itself sees of attempts on it, before and after: the attacker's own report is never the only evidence.
 */

import { existsSync, lstatSync } from 'node:fs';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { mountPoints } from '../../../lxc/root-mounts.ts';
import { loadedModules } from './kernel-modules.ts';

/** The effect of an attempt, as the host sees it. */
export interface HostSight {
  readonly isDone: boolean;
  readonly words: string;
}

export type HostSights = ReadonlyMap<string, HostSight>;

/** Programs of the host that bring commands into containers. */
const bringing: readonly string[] = ['/usr/bin/lxc-attach', '/usr/bin/lxc-start', process.execPath];
const interpreters = '/proc/sys/fs/binfmt_misc';

/**
 * Looks at the host now; what it gives looks again, and compares. `filesystem` is the one whose module is not loaded.
 */
export function lookAtHost(filesystem: string | undefined): () => HostSights {
  const before = bringing.map(stateOf).join();
  return () => {
    const isChanged = bringing.map(stateOf).join() !== before;
    const isRegistered = mountPoints().has(interpreters) && existsSync(`${interpreters}/drill-binfmt`);
    const isLoaded = filesystem !== undefined && loadedModules().has(filesystem);
    return new Map([
      [
        'attach-exe',
        sight(
          isChanged,
          'its lxc-attach, lxc-start or node changed',
          'its lxc-attach, lxc-start and node as they were',
        ),
      ],
      [
        'kernel-binfmt',
        sight(isRegistered, 'the program in its list', 'no such program: the user namespace has a list of its own'),
      ],
      [
        'kernel-autoload',
        sight(isLoaded, `the module of ${filesystem} loaded`, `the module of ${filesystem} not loaded`),
      ],
    ]);
  };
}

/** Records that name another source than the attacker, among those that the helper itself reads. */
export function forgedRecords(events: readonly DenialEvent[], attackerLevel: string): HostSight {
  const forged = events.filter(({ comm, source }) => comm === 'audit-forge' && source?.level !== attackerLevel);
  return sight(
    forged.length > 0,
    `${forged.length} forged records in what it reads`,
    'no forged record in what it reads',
  );
}

function sight(isDone: boolean, done: string, undone: string): HostSight {
  return { isDone, words: `the host sees ${isDone ? done : undone}` };
}

/** Every change of a file changes the last of these. */
function stateOf(path: string): string {
  const status = lstatSync(path, { throwIfNoEntry: false });
  return status === undefined ? 'absent' : [status.size, status.ino, status.ctimeMs].join(' ');
}
