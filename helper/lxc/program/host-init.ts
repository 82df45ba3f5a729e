// SPDX-License-Identifier: Apache-2.0
/**
 * The init of containers whose image has none: catatonit of the host's distribution, one static program that reaps,
 * passes signals on and ends with its child. A copy of it is the only file of a folder that becomes a layer of their
 * root file systems, below their own one: it has the label of their mount, and nothing is written into them.
 */

import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { hasCode } from '../../system/errno.ts';
import { writeDurably } from '../../system/files/write-durably.ts';

/** Its name in the root of a container. */
export const initFile = '.bulkhead-init';

/** Debian and Fedora have it at these places. */
const programs = ['/usr/bin/catatonit', '/usr/libexec/catatonit/catatonit', '/usr/libexec/podman/catatonit'];

/**
 * The folder with a copy of the program as it is now; fails with `container-failed` where the host has none. `state`: the
 * helper's folder.
 */
export function bringHostInit(name: string, state: string, paths: readonly string[] = programs): string {
  const program = paths.map(contentOf).find((content) => content !== undefined);
  if (program === undefined)
    fail('container-failed', {
      name,
      reason: say(
        'its image has no init, and this host has none for it; install the package catatonit, then start it again',
      ),
    });
  const folder = join(state, 'init');
  mkdirSync(folder, { recursive: true });
  // Users of containers search it, through the mount of their root.
  chmodSync(folder, 0o755);
  const path = join(folder, initFile);
  if (contentOf(path)?.equals(program) !== true) writeDurably(path, program, 0o755);
  return folder;
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}
