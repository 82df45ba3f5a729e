// SPDX-License-Identifier: Apache-2.0
/**
 * Folders of adopted containers, as LXC had them. They lie below LXC's path, so that moving one is a rename, in a folder
 * that LXC does not look into, so that nothing starts them. Nothing in them is ever written.
 */

import { existsSync, mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { containerNameSchema } from '../../../contract/model/names.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { hasCode } from '../../system/errno.ts';
import { keepPrivate } from '../../system/files/keep-private.ts';
import { untilDurable } from '../../system/files/write-durably.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';

export interface Originals {
  /** Says where the folder of an original is. */
  pathOf(name: string): string;
  has(name: string): boolean;
  /** An intent has to say so. */
  setAside(name: string): Promise<void>;
  /** Gives it its place again, which has to be free. Idempotent. */
  restore(name: string): Promise<void>;
  /** Removes it with all its files. An intent has to say so; idempotent. */
  remove(name: string): Promise<void>;
}

/** LXC passes over names that begin with a dot, and no container can have one. */
const folderName = '.bulkhead-originals';
const timeoutMs = 3600 * 1000;

export function createOriginals(places: HostPlaces): Originals {
  const folder = join(places.lxc, folderName);
  const pathOf = (name: string): string => join(folder, containerNameSchema().parse(name));
  const placeOf = (name: string): string => containerPlaces(places, name).folder;

  /** Goes when nothing is in it. */
  async function tidy(): Promise<void> {
    try {
      rmdirSync(folder);
    } catch (error) {
      if (!hasCode(error, 'ENOENT', 'ENOTEMPTY')) throw error;
    }
    await untilDurable([places.lxc]);
  }

  return {
    pathOf,
    has: (name) => existsSync(pathOf(name)),
    async setAside(name) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      keepPrivate(folder);
      renameSync(placeOf(name), pathOf(name));
      await untilDurable([folder, places.lxc]);
    },
    async restore(name) {
      // A rename would take the place of an empty folder.
      if (existsSync(pathOf(name)) && !existsSync(placeOf(name))) {
        renameSync(pathOf(name), placeOf(name));
        await untilDurable([folder, places.lxc]);
      } else if (existsSync(pathOf(name)))
        throw new Error(`cannot restore the original of ${name}: ${placeOf(name)} is there; move it away`);
      await tidy();
    },
    async remove(name) {
      await mustRunProgram('/usr/bin/rm', ['-r', '-f', '--one-file-system', '--', pathOf(name)], { timeoutMs });
      await tidy();
    },
  };
}
