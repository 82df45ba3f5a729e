// SPDX-License-Identifier: Apache-2.0
/** The helper's own folder, locked by one helper at a time. */

import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from './system/native/native.ts';

export interface StateFolder {
  readonly path: string;
  readonly database: string;
  /** The file whose space is reserved for operations that free space. */
  readonly spareRoom: string;
}

/** Creates the folder if it is missing and locks it until this process ends. */
export function claimStateFolder(path: string): StateFolder {
  mkdirSync(path, { recursive: true, mode: 0o711 });
  const lock = openSync(join(path, 'lock'), 'w', 0o600);
  if (!tryLock(lock))
    throw new Error(`cannot start: another helper uses ${path}; see systemctl status bulkhead-helper`);
  return { path, database: join(path, 'bulkhead.db'), spareRoom: join(path, 'spare-room') };
}
