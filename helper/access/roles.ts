// SPDX-License-Identifier: Apache-2.0
/**
 * The roles in force, and the file that keeps them. The file is read once, at the start: what another program writes to it
 * later is said, and not in force. A file that cannot be understood, or that others than root may write, gives nobody a
 * role.
 */

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { areSameGrants, type Grant, grantsSchema, type RolesFileState } from '../../contract/model/access/access.ts';
import { asDiskFull } from '../system/files/disk-full.ts';
import { hasCode } from '../system/errno.ts';
import { writeDurably } from '../system/files/write-durably.ts';
import type { Log } from '../system/log.ts';
import { messageOf } from '../system/message-of.ts';

export interface Roles {
  inForce(): readonly Grant[];
  file(): RolesFileState;
  /** They are in force when it returns. Fails with `disk-full`, and nothing has changed then. */
  set(grants: readonly Grant[]): void;
}

const fileSchema = z.strictObject({ version: z.literal(1), grants: z.lazy(() => grantsSchema()) });

/** `state`: the helper's folder. */
export function openRoles(state: string, log: Log, owner = 0): Roles {
  const path = join(state, 'roles.json');
  let isBroken = false;
  let grants: readonly Grant[] = [];
  try {
    grants = read(path, owner);
  } catch (error) {
    isBroken = true;
    log('error', 'roles-broken', { path, reason: messageOf(error) });
  }

  return {
    inForce: () => grants,
    file() {
      if (isBroken) return 'broken';
      try {
        return areSameGrants(read(path, owner), grants) ? 'as-saved' : 'changed';
      } catch {
        return 'broken';
      }
    },
    set(wanted) {
      try {
        writeDurably(path, `${JSON.stringify({ version: 1, grants: wanted }, undefined, 2)}\n`, 0o600);
      } catch (error) {
        throw asDiskFull(error, state);
      }
      grants = wanted;
      isBroken = false;
    },
  };
}

/** Throws for what is no file of this owner alone, or cannot be understood. */
function read(path: string, owner: number): readonly Grant[] {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
  try {
    const { uid, mode } = fstatSync(file);
    const isRegular = (mode & constants.S_IFMT) === constants.S_IFREG;
    if (!isRegular || uid !== owner || (mode & 0o022) !== 0)
      throw new Error('cannot use the roles: others than root may write the file');
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).grants;
  } finally {
    closeSync(file);
  }
}
