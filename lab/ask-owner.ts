// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the process that runs a lab to reset it, and waits until it has. One process may run several: a file in the
 * lab's folder says which of them is meant.
 */

import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../hosts/is-alive.ts';
import { instancePlaces, readState } from '../hosts/lab-instance.ts';

/** Gives false when no such lab runs. */
export async function askForReset(name: string): Promise<boolean> {
  const places = instancePlaces(name);
  const state = await readState(places);
  if (!state) return false;
  await writeFile(wishOf(name), '');
  process.kill(state.owner, 'SIGUSR2');
  for (;;) {
    const now = await readState(places);
    if (now && now.pid !== state.pid) return true;
    if (!isAlive(state.owner)) throw new Error(`cannot reset the lab "${name}": the process that ran it has ended`);
    await sleep(50);
  }
}

/** Says to the owner of several labs whether this one was meant. Asked once for each wish. */
export function takeReset(name: string): boolean {
  try {
    rmSync(wishOf(name));
    return true;
  } catch {
    return false;
  }
}

function wishOf(name: string): string {
  return join(instancePlaces(name).folder, 'reset-wanted');
}
