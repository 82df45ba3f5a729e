// SPDX-License-Identifier: Apache-2.0
/** Reads the counters of a container's cgroup that move when a limit holds. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `counter` is a file of the cgroup and a key in it, for example `pids.events max`. Undefined when there is none. */
export function readCounter(cgroup: string, counter: string): number | undefined {
  const [file = '', key] = counter.split(' ');
  try {
    const line = readFileSync(join(cgroup, file), 'utf8')
      .split('\n')
      .find((candidate) => candidate.split(' ')[0] === key);
    return line === undefined ? undefined : Number(line.split(' ')[1]);
  } catch {
    return undefined;
  }
}
