// SPDX-License-Identifier: Apache-2.0
/** Every process of a container, found by its cgroup, and every other process of the host, each with its context. */

import { readdirSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pairOf } from '../../../selinux/category-pairs.ts';
import { containerPids } from '../../../lxc/container-pids.ts';
import { contextOf } from '../../../lxc/runtime.ts';
import type { ProcessFacts } from './facts.ts';
import { textOf } from '../../../system/files/text-of.ts';

/** Processes that are read between two turns of the event loop. */
const batch = 100;

/** Reads the processes of all groups below the container's own. What ends meanwhile is left out. */
export async function processesIn(
  cgroupRoot: string,
  name: string,
  signal: AbortSignal,
): Promise<readonly ProcessFacts[]> {
  return readProcesses(containerPids(cgroupRoot, name), signal);
}

/** Processes of no container whose level is just a pair of categories, as only containers have it. */
export async function processesOutside(
  inside: ReadonlySet<number>,
  signal: AbortSignal,
  procRoot = '/proc',
): Promise<readonly ProcessFacts[]> {
  const pids = readdirSync(procRoot)
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
  const found = await readProcesses(
    pids.filter((pid) => !inside.has(pid)),
    signal,
  );
  // What was started in a container since its cgroup was read is not outside of it.
  return found.filter(
    ({ pid, context }) =>
      pairOf(context) !== undefined &&
      !/\/lxc\.(payload|monitor)\./.test(textOf(`${procRoot}/${pid}/cgroup`) ?? '/lxc.payload.'),
  );
}

/**
 * Keeps those whose context is still the same: one that was between fork and exec when it was read has another by now.
 */
export function stillSo(processes: readonly ProcessFacts[]): readonly ProcessFacts[] {
  return processes.filter(({ pid, context }) => contextOf(pid) === context);
}

async function readProcesses(pids: readonly number[], signal: AbortSignal): Promise<readonly ProcessFacts[]> {
  const found: ProcessFacts[] = [];
  for (const [index, pid] of pids.entries()) {
    if (index % batch === batch - 1) await nextTurn();
    signal.throwIfAborted();
    const context = contextOf(pid);
    if (context !== undefined)
      found.push({ pid, context, comm: textOf(`/proc/${pid}/comm`)?.replace(/\n$/, '') ?? '' });
  }
  return found;
}
