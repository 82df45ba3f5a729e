// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps a running container from changing anything for a while, by the freezer of its cgroup. An intent says so, so that
 * a helper that is killed meanwhile leaves no frozen container.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { runCgroup, readRuntime } from '../../lxc/runtime.ts';
import { hasCode } from '../../system/errno.ts';

/** Milliseconds within which every task has to stop: one in the kernel is waited for until its call ends. */
const freezeTimeoutMs = 30_000;

export interface Freezing {
  /** The host has cgroup v2 mounted there. */
  readonly cgroup: string;
  readonly name: string;
  readonly intents: IntentJournal;
}

/**
 * Freezes a container that runs and is not frozen yet, and gives it its clock back whatever becomes of the act.
 * Cancelling ends the wait.
 */
export async function freezeWhile<T>(
  { cgroup, name, intents }: Freezing,
  act: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const runtime = readRuntime(cgroup, name);
  if (runtime === undefined || runtime.isFrozen) return act();
  const intent = intents.begin({ kind: 'freeze-container', subject: name, data: null });
  try {
    setFrozen(cgroup, name, true);
    const deadline = performance.now() + freezeTimeoutMs;
    while (readRuntime(cgroup, name)?.isFrozen === false) {
      if (performance.now() > deadline)
        fail('container-failed', {
          name,
          reason: say('its processes cannot be frozen within {seconds} s; stop it, then take the snapshot', {
            seconds: freezeTimeoutMs / 1000,
          }),
        });
      await sleep(20, undefined, { signal });
    }
    return await act();
  } finally {
    unfreeze(cgroup, name);
    intents.release(intent);
  }
}

/** Gives a container its clock back; one that does not run has none. Idempotent. */
export function unfreeze(cgroup: string, name: string): void {
  try {
    setFrozen(cgroup, name, false);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENODEV')) throw error;
  }
}

function setFrozen(cgroup: string, name: string, isFrozen: boolean): void {
  writeFileSync(join(runCgroup(cgroup, name), 'cgroup.freeze'), isFrozen ? '1' : '0');
}
