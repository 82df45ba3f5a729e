// SPDX-License-Identifier: Apache-2.0
/** The processes of a container by its cgroup, and all below it. */

import { readFileSync } from 'node:fs';
import { unlessCode } from '../system/errno.ts';
import { visitCgroups } from '../system/files/visit-cgroups.ts';
import { runCgroup } from './runtime.ts';

export function containerPids(cgroupRoot: string, name: string): readonly number[] {
  const pids: number[] = [];
  visitCgroups(runCgroup(cgroupRoot, name), (place) => {
    for (const line of processesAt(place).split('\n')) if (line !== '') pids.push(Number(line));
  });
  return pids;
}

/**
 * Lists the processes at a cgroup. Those of a threaded one are listed by the one above it that is none, and there alone
 * (`ENOTSUP`).
 */
function processesAt(cgroup: Buffer): string {
  const file = Buffer.concat([cgroup, Buffer.from('/cgroup.procs')]);
  return unlessCode(() => readFileSync(file, 'utf8'), 'ENOENT', 'ENODEV', 'ENOTSUP') ?? '';
}
