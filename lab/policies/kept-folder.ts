// SPDX-License-Identifier: Apache-2.0
/** Keeps folders of policies that are made once, each under a name that changes with its content. */

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { labCache } from '../places.ts';

export const policyCache = join(labCache, 'policies');

/** Gives the path of the folder with this name, and fills it first where it is not there: half of it is never seen under its name. */
export async function ensureFolder(name: string, fill: (folder: string) => Promise<unknown>): Promise<string> {
  const target = join(policyCache, name);
  if (existsSync(target)) return target;
  await mkdir(policyCache, { recursive: true });
  const folder = await mkdtemp(join(policyCache, 'making-'));
  try {
    await fill(folder);
    await rename(folder, target);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    // Another process has made the same.
    if (!existsSync(target)) throw error;
  }
  return target;
}
