// SPDX-License-Identifier: Apache-2.0
/**
 * The deployed snapshots of one booted snapshot. Each build creates another, of half a gigabyte; only the last few used
 * are kept.
 */

import { readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

const kept = 3;
const prefix = 'deployed-';
const suffix = '.gone';

/** Records that the snapshot is used now; gives false when there is none. */
export async function touchDeployed(folder: string): Promise<boolean> {
  const now = new Date();
  return utimes(folder, now, now).then(
    () => true,
    () => false,
  );
}

/** Removes all but the last few used, and those that a machine runs from. */
export async function pruneDeployed(parent: string, machines = runningMachines): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix) && !name.endsWith('.lock'));
  const folders = await Promise.all(
    names.map(async (name) => ({ path: join(parent, name), used: await lastUsed(join(parent, name)) })),
  );
  const gone = folders.filter(({ path }) => path.endsWith(suffix));
  const old = folders
    .filter(({ path }) => !path.endsWith(suffix))
    .sort((a, b) => b.used - a.used)
    .slice(kept);
  const commands = old.length > 0 ? await machines() : [];
  for (const { path } of gone) await rm(path, { recursive: true, force: true });
  for (const { path } of old) if (!commands.some((command) => command.includes(`${path}/`))) await remove(path);
}

/** Removes the folder under another name first: half a snapshot must not be found. */
async function remove(path: string): Promise<void> {
  await rename(path, `${path}${suffix}`).catch(() => undefined);
  await rm(`${path}${suffix}`, { recursive: true, force: true });
}

async function lastUsed(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** The command lines of all processes; a machine's names the memory from which it resumed. */
async function runningMachines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
}
