// SPDX-License-Identifier: Apache-2.0
/**
 * Folders of files on their way into a repository, or out of one. Only root can enter what they are in. That of a
 * container has the same path each time, by which restic finds the backup before.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { containerNameSchema } from '../../../contract/model/names.ts';
import { keepPrivate } from '../../system/files/keep-private.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';

export interface Staging {
  /** Makes the folder of a container empty, whatever a crash left there. */
  make(kind: 'staging' | 'restoring', name: string): Promise<StagingFolder>;
  /** Removes all. */
  clear(): Promise<void>;
}

interface StagingFolder {
  readonly path: string;
  /** Removes it with all that is in it. */
  remove(): Promise<void>;
}

const timeoutMs = 3600 * 1000;

/** `own` is the helper's folder for backups. */
export function createStaging(own: string): Staging {
  return {
    async make(kind, name) {
      const all = join(own, kind);
      const path = join(all, containerNameSchema().parse(name));
      await remove(path);
      mkdirSync(all, { recursive: true, mode: 0o700 });
      keepPrivate(own);
      mkdirSync(path, { mode: 0o700 });
      return { path, remove: () => remove(path) };
    },
    async clear() {
      for (const kind of ['staging', 'restoring', 'temporary']) await remove(join(own, kind));
    },
  };
}

async function remove(path: string): Promise<void> {
  await mustRunProgram('/usr/bin/rm', ['-r', '-f', '--one-file-system', '--', path], { timeoutMs });
}
