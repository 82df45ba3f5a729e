// SPDX-License-Identifier: Apache-2.0
/**
 * Finds whose network namespaces hold most entries of the neighbour table of IPv4. The kernel counts for all namespaces
 * together, and shows each its own entries only; those of IPv6 it shows in no file.
 */

import { join } from 'node:path';
import type { TableHolder } from '../../../../contract/model/host/table-holder.ts';
import { readTextStart } from '../../../system/files/text-start.ts';
import { findNetworkNamespaces, networkNamespaceOf, type NamespaceSearch } from './network-namespaces.ts';
import { type HeldEntries, findLargest } from './table-holder.ts';

export interface NeighbourHolderOptions extends NamespaceSearch {
  /** Counts those in the whole table. */
  readonly entries: number;
  /** Names of running containers. */
  readonly containers: readonly string[];
}

/** More than the largest table that the helper sets up takes. */
const maxTableBytes = 4 * 2 ** 20;

/** Undefined when nobody holds any. */
export async function findNeighbourHolder(options: NeighbourHolderOptions): Promise<TableHolder | undefined> {
  const { entries, containers, proc = '/proc' } = options;
  const seen = new Set([networkNamespaceOf('self', proc) ?? '']);
  const shares: HeldEntries[] = [{ holder: { of: 'host' }, entries: await countNeighbours('self', proc) }];
  for (const name of containers) {
    const counts = (await findNetworkNamespaces(name, seen, options)).map((pid) => countNeighbours(pid, proc));
    shares.push({ holder: { of: 'container', name }, entries: sum(await Promise.all(counts)) });
  }
  const known = sum(shares.map((share) => share.entries));
  return findLargest([...shares, { holder: { of: 'others' }, entries: entries - known }]);
}

/** A line for each, below one of titles. */
export async function countNeighbours(pid: number | 'self', proc: string): Promise<number> {
  const text = (await readTextStart(join(proc, String(pid), 'net/arp'), maxTableBytes)) ?? '';
  return Math.max(0, text.split('\n').length - 2);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
