// SPDX-License-Identifier: Apache-2.0
/**
 * A running lab as other processes find it: its files below the user's cache folder, and the state that its owner wrote
 * there.
 */

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { isAlive } from './is-alive.ts';

export const cacheRoot = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');

export interface InstancePlaces {
  readonly folder: string;
  readonly state: string;
  readonly disk: string;
  /** The second disk, of a lab that has one. */
  readonly dataDisk: string;
  readonly monitor: string;
  readonly console: string;
  readonly sshConfig: string;
  readonly knownHosts: string;
}

const instanceName = /^[a-z0-9][a-z0-9-]{0,30}$/;

export function instancePlaces(name: string): InstancePlaces {
  if (!instanceName.test(name))
    throw new Error(`cannot use "${name}" as a lab's name: use small letters, digits and hyphens`);
  const folder = join(cacheRoot, 'bulkhead', 'run', name);
  return {
    folder,
    state: join(folder, 'state.json'),
    disk: join(folder, 'disk.qcow2'),
    dataDisk: join(folder, 'data.qcow2'),
    monitor: join(folder, 'monitor'),
    console: join(folder, 'console.log'),
    sshConfig: join(folder, 'ssh_config'),
    knownHosts: join(folder, 'known_hosts'),
  };
}

const stateSchema = z.object({
  /** Identifies the virtual machine. */
  pid: z.number().int(),
  /** The process that started it and answers signals: end it with SIGTERM, reset it with SIGUSR2. */
  owner: z.number().int(),
  sshPort: z.number().int(),
  /** Leads to a web page of the guest, where it has one. */
  webPort: z.number().int().optional(),
  /** The private key of the image that this lab was made from; the recipe may have changed since. */
  keyPath: z.string(),
});
export type InstanceState = Readonly<z.infer<typeof stateSchema>>;

/** Undefined when the lab does not run; a file left by one that died counts as nothing. */
export async function readState(places: InstancePlaces): Promise<InstanceState | undefined> {
  const text = await readFile(places.state, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const state = stateSchema.parse(JSON.parse(text));
  return (await isMachine(state.pid)) ? state : undefined;
}

/** The process id may belong to something else by now. */
async function isMachine(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes('bulkhead-lab');
}
