// SPDX-License-Identifier: Apache-2.0
/**
 * Waits until a container's init is in its context. LXC says RUNNING a moment before the init's exec, at which the
 * context changes.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { contextOf } from '../../lxc/runtime.ts';

/** Milliseconds that the exec may take after LXC said RUNNING; past it the wrong context stays wrong. */
const timeoutMs = 5000;

/** The context that the process has at last; undefined when it has ended. */
export async function untilContextIs(pid: number, expected: string): Promise<string | undefined> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const actual = contextOf(pid);
    if (actual === undefined || actual === expected || Date.now() > deadline) return actual;
    await sleep(1);
  }
}
