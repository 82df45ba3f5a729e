// SPDX-License-Identifier: Apache-2.0
/** The network namespaces that processes of a container are in. */

import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { containerPids } from '../../container-pids.ts';

export interface NamespaceSearch {
  readonly cgroupRoot: string;
  readonly signal: AbortSignal;
  readonly proc?: string;
}

/** Processes that are looked at between two turns of the event loop. */
const batch = 100;
/**
 * They bound the search of one container: one with more namespaces is among the first all the same, or its entries
 * count as those of others.
 */
const maxProcesses = 5000;
const maxNamespaces = 100;

/**
 * Gives a process of each. `seen`: namespaces that are left out, such as the host's own for a container without one;
 * those that are found are added.
 */
export async function findNetworkNamespaces(
  name: string,
  seen: Set<string>,
  { cgroupRoot, signal, proc = '/proc' }: NamespaceSearch,
): Promise<readonly number[]> {
  const found: number[] = [];
  for (const [index, pid] of containerPids(cgroupRoot, name).slice(0, maxProcesses).entries()) {
    if (index % batch === batch - 1) await nextTurn();
    signal.throwIfAborted();
    const namespace = networkNamespaceOf(pid, proc);
    if (namespace === undefined || seen.has(namespace)) continue;
    seen.add(namespace);
    found.push(pid);
    if (found.length === maxNamespaces) break;
  }
  return found;
}

/** Undefined when the process is gone. */
export function networkNamespaceOf(pid: number | 'self', proc = '/proc'): string | undefined {
  try {
    return readlinkSync(join(proc, String(pid), 'ns/net'));
  } catch {
    return undefined;
  }
}
