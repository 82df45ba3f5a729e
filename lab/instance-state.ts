/** What is known of a running lab by other processes. A file left by one that died counts as nothing. */

import { readFile, rename, writeFile } from 'node:fs/promises';
import { isAlive } from './build/lock.ts';
import type { InstancePlaces } from './places.ts';

export interface InstanceState {
  /** The virtual machine. */
  readonly pid: number;
  /** The process that started it and answers signals: end it with SIGTERM, reset it with SIGUSR2. */
  readonly owner: number;
  readonly sshPort: number;
  /** The private key of the image that this lab was made from; the recipe may have changed since. */
  readonly keyPath: string;
}

export async function writeState(places: InstancePlaces, state: InstanceState): Promise<void> {
  const whole = `${places.state}.new`;
  await writeFile(whole, JSON.stringify(state), { mode: 0o600 });
  await rename(whole, places.state);
}

export async function readState(places: InstancePlaces): Promise<InstanceState | undefined> {
  const text = await readFile(places.state, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const state = JSON.parse(text) as InstanceState;
  return (await isMachine(state.pid)) ? state : undefined;
}

/** The process id may belong to something else by now. */
async function isMachine(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes('bulkhead-lab');
}
