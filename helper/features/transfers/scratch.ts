// SPDX-License-Identifier: Apache-2.0
/**
 * Folders for files that are on their way: of a container that is exported, or that is imported. Only root can enter
 * what they are in. What a helper that ended left of them is removed when the next one starts.
 */

import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { keepPrivate } from '../../system/files/keep-private.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';

export interface ScratchFolder {
  readonly path: string;
  /** Removes it with all that is in it. */
  remove(): Promise<void>;
}

export interface Scratch {
  make(): ScratchFolder;
  /** Removes all. */
  clear(): Promise<void>;
}

const timeoutMs = 3600 * 1000;

/** `state`: the helper's folder. */
export function createScratch(state: string): Scratch {
  const folder = join(state, 'transfers');
  const remove = (path: string): Promise<unknown> =>
    mustRunProgram('/usr/bin/rm', ['-r', '-f', '--one-file-system', '--', path], { timeoutMs });
  return {
    make() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      keepPrivate(folder);
      const path = join(folder, randomUUID());
      mkdirSync(path, { mode: 0o700 });
      return { path, remove: () => remove(path).then(() => undefined) };
    },
    clear: () => remove(folder).then(() => undefined),
  };
}
