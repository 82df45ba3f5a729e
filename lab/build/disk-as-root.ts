// SPDX-License-Identifier: Apache-2.0
/**
 * The privileged part of the build as a program of its own: an ordinary user's build runs it through sudo, and gets the
 * result as its own.
 */

import { chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { printProgress } from '../progress.ts';
import { buildDisk } from './disk.ts';

const [folder, uid, gid] = process.argv.slice(2);
if (!folder || !uid || !gid) throw new Error('cannot build the disk: usage: disk-as-root FOLDER UID GID');

await buildDisk(folder, printProgress);
for (const name of await readdir(folder)) await chown(join(folder, name), Number(uid), Number(gid));
