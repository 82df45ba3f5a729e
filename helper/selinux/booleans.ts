// SPDX-License-Identifier: Apache-2.0
/** Booleans of the loaded policy. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unlessCode } from '../system/errno.ts';

/** The value that is in force; undefined where the policy has no such boolean. */
export function booleanNow(name: string, folder = '/sys/fs/selinux/booleans'): boolean | undefined {
  // The kernel gives two numbers: the value, and the one that waits to be committed.
  return unlessCode(() => readFileSync(join(folder, name), 'latin1').startsWith('1'), 'ENOENT', 'ENOTDIR');
}
