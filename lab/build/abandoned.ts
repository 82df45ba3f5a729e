// SPDX-License-Identifier: Apache-2.0
/**
 * Removes what builds and snapshots that were killed left in the cache. Their folders are named after the process that
 * filled them.
 */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { labCache } from '../places.ts';
import { runTool } from '../run-tool.ts';
import { isAlive } from '../../hosts/is-alive.ts';

export async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(labCache)) {
    const builder = /^(?:building|booting|deploying)-(\d+)-/.exec(name)?.[1];
    if (builder && !isAlive(Number(builder))) await removeTree(join(labCache, name));
  }
}

/** Never enters another file system, should something be mounted there; files that root created need root to remove. */
export async function removeTree(folder: string): Promise<void> {
  const remove = ['rm', '-rf', '--one-file-system', '--', folder];
  const [program = '', ...args] = process.getuid?.() === 0 ? remove : ['sudo', '--', ...remove];
  await runTool(program, args);
}
