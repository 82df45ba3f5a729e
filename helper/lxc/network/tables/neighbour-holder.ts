// SPDX-License-Identifier: Apache-2.0
/**
 * Finds whose network namespaces hold most entries of the neighbour table of IPv4. The kernel counts for all namespaces
 * together, and shows each its own entries only; those of IPv6 it shows in no file.
 */

import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TableHolder } from '../../../../contract/model/host/table-holder.ts';
import { readTextStart } from '../../../system/files/text-start.ts';
import { containerPids } from '../../container-pids.ts';
import { type HeldEntries, findLargest } from './table-holder.ts';

export interface NeighbourHolderOptions {
  /** In the whole table. */
  readonly entries: number;
  /** Names of running containers. */
  readonly containers: readonly string[];
  readonly cgroupRoot: string;
  readonly signal: AbortSignal;
  readonly proc?: string;
}

/** Processes that are looked at between two turns of the event loop. */
const batch = 100;
/** Of one container: one with more namespaces is among the first all the same, or its entries count as those of others. */
const maxProcesses = 5000;
const maxNamespaces = 100;
/** More than the largest table that the helper sets up takes. */
const maxTableBytes = 4 * 2 ** 20;

/** Undefined when nobody holds any. */
export async function findNeighbourHolder(options: NeighbourHolderOptions): Promise<TableHolder | undefined> {
  const { entries, containers, proc = '/proc' } = options;
  const seen = new Set(namespaceOf('self', proc));
  const shares: HeldEntries[] = [{ holder: { of: 'host' }, entries: await countEntries('self', proc) }];
  for (const name of containers)
    shares.push({ holder: { of: 'container', name }, entries: await countOf(name, seen, options) });
  const known = shares.reduce((sum, share) => sum + share.entries, 0);
  return findLargest([...shares, { holder: { of: 'others' }, entries: entries - known }]);
}

/** `seen`: namespaces that are counted already, such as the host's own for a container without one. */
async function countOf(
  name: string,
  seen: Set<string>,
  { cgroupRoot, signal, proc = '/proc' }: NeighbourHolderOptions,
): Promise<number> {
  let found = 0;
  let count = 0;
  for (const [index, pid] of containerPids(cgroupRoot, name).slice(0, maxProcesses).entries()) {
    if (index % batch === batch - 1) await nextTurn();
    signal.throwIfAborted();
    const [namespace] = namespaceOf(pid, proc);
    if (namespace === undefined || seen.has(namespace)) continue;
    seen.add(namespace);
    count += await countEntries(pid, proc);
    found += 1;
    if (found === maxNamespaces) break;
  }
  return count;
}

/** None when the process is gone. */
function namespaceOf(pid: number | 'self', proc: string): readonly string[] {
  try {
    return [readlinkSync(join(proc, String(pid), 'ns/net'))];
  } catch {
    return [];
  }
}

/** A line for each, below one of titles. */
async function countEntries(pid: number | 'self', proc: string): Promise<number> {
  const text = (await readTextStart(join(proc, String(pid), 'net/arp'), maxTableBytes)) ?? '';
  return Math.max(0, text.split('\n').length - 2);
}
