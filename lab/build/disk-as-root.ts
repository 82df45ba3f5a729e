// SPDX-License-Identifier: Apache-2.0
/**
 * The privileged part of the build as a program of its own: an ordinary user's build runs it through sudo, and gets the
 * result as its own. The recipe comes on stdin.
 */

import { readFileSync } from 'node:fs';
import { chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { printProgress } from '../progress.ts';
import type { LabRecipe } from '../recipe/recipe.ts';
import { buildDisk } from './disk.ts';

const [folder, uid, gid] = process.argv.slice(2);
if (!folder || !uid || !gid) throw new Error('cannot build the disk: usage: disk-as-root FOLDER UID GID');

const recipe = JSON.parse(readFileSync(process.stdin.fd, 'utf8')) as LabRecipe;
await buildDisk(recipe, folder, { onProgress: printProgress });
for (const name of await readdir(folder)) await chown(join(folder, name), Number(uid), Number(gid));
