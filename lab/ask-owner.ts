/** Asks the process that runs a lab to reset it, and waits until it has. */

import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './build/lock.ts';
import { readState } from './instance-state.ts';
import { instancePlaces } from './places.ts';

/** Gives false when no such lab runs. */
export async function askForReset(name: string): Promise<boolean> {
  const places = instancePlaces(name);
  const state = await readState(places);
  if (!state) return false;
  process.kill(state.owner, 'SIGUSR2');
  for (;;) {
    const now = await readState(places);
    if (now && now.pid !== state.pid) return true;
    if (!isAlive(state.owner)) throw new Error(`cannot reset the lab "${name}": the process that ran it has ended`);
    await sleep(50);
  }
}
