// SPDX-License-Identifier: Apache-2.0
/**
 * A user namespace as a descriptor, for calls that only accept one: no process is in it, and no program is run to
 * create it.
 */

import { openSync, writeFileSync } from 'node:fs';
import koffi from 'koffi';
import { check } from './errno-error.ts';

const libc = koffi.load('libc.so.6');
const clone = libc.func('int clone(void *start, void *stack, int flags, void *argument)') as (
  start: bigint,
  stack: bigint,
  flags: number,
  argument: null,
) => number;
const waitpid = libc.func('int waitpid(int pid, void *status, int options)') as (
  pid: number,
  status: null,
  options: number,
) => number;
const exit = libc.symbol('_exit') as bigint;

const cloneVm = 0x100;
const cloneVfork = 0x4000;
const cloneNewUser = 0x1000_0000;
/** Waits for a child whose end is reported to no process. */
const waitClone = 0x8000_0000 | 0;
const stackBytes = 64 * 1024;

/**
 * Maps ids of a namespace to those of the host: `first` in it, 0 when it is left out, is `base` on the host, and so on
 * for `count` ids.
 */
export interface IdShift {
  readonly first?: number;
  readonly base: number;
  readonly count: number;
}

/** The map holds for users and groups alike. The caller closes the descriptor. */
export function openUserNamespace({ first = 0, base, count }: IdShift): number {
  const stack = koffi.alloc('uint8_t', stackBytes) as bigint;
  let pid: number | undefined;
  try {
    // The call does as posix_spawn does: the child shares the memory and this thread waits until it has ended. All that
    // it runs is libc's _exit.
    pid = check(
      clone(exit, stack + BigInt(stackBytes), cloneVm | cloneVfork | cloneNewUser, null),
      'clone(CLONE_NEWUSER)',
    );
    // It is a zombie, and as such keeps its namespace until it is waited for.
    for (const map of ['uid_map', 'gid_map']) writeFileSync(`/proc/${pid}/${map}`, `${first} ${base} ${count}\n`);
    return openSync(`/proc/${pid}/ns/user`, 'r');
  } finally {
    if (pid !== undefined) waitpid(pid, null, waitClone);
    koffi.free(stack);
  }
}
