// SPDX-License-Identifier: Apache-2.0
/**
 * How the helper and the policy worker start what reads the input of strangers: as nobody, and by a program whose SELinux
 * type is the entry to a domain that changes no file of others and reaches no network. That program runs what it is given.
 */

import { join } from 'node:path';
import { closeOnExecAll } from '../native/native.ts';

/** The user and the group `nobody`, who own nothing. */
export const nobody = 65_534;

export interface WithoutRights {
  readonly uid: number;
  readonly gid: number;
  /** The program by which it is started; none where it stays in the domain of its parent. */
  readonly entry?: string;
}

/** `programs` is the folder of the helper's programs. */
export function withoutRights(programs: string): WithoutRights {
  return { uid: nobody, gid: nobody, entry: join(programs, 'bulkhead-reader') };
}

/**
 * Says what to spawn at once, and as whom: it inherits nothing but its standard descriptors. `user` undefined stands
 * for the caller's own user, in tests.
 */
export function startWithoutRights(
  user: WithoutRights | undefined,
  [file, ...args]: readonly [string, ...(readonly string[])],
): { readonly file: string; readonly args: readonly string[]; readonly identity: { uid?: number; gid?: number } } {
  closeOnExecAll();
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  return user?.entry === undefined ? { file, args, identity } : { file: user.entry, args: [file, ...args], identity };
}
