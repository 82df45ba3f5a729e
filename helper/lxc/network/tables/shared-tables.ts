// SPDX-License-Identifier: Apache-2.0
/**
 * What containers share in the kernel's network: the neighbour tables, which are one for all network namespaces, and the
 * table of the host's connections. A full one of either takes the network from the host and from every container.
 */

import { join } from 'node:path';
import { textOf } from '../../../system/files/text-of.ts';
import {
  connectionFloor,
  neighbourFamilies,
  type NeighbourFamily,
  neighbourSetting,
  readSetting,
} from '../table-floors.ts';

export interface SharedTable {
  /** Counts those in all namespaces for neighbours, in the host's own for connections. */
  readonly entries: number;
  readonly maxEntries: number;
}

export interface NeighbourTable extends SharedTable {
  readonly family: NeighbourFamily;
  /** How often since the boot an entry was not made because the table was full. */
  readonly overflows: number;
}

export interface SharedTables {
  /** A family that the kernel does not have is left out. */
  readonly neighbours: readonly NeighbourTable[];
  /** Undefined where the kernel does not track connections. */
  readonly connections: SharedTable | undefined;
}

const statisticsOf: Readonly<Record<NeighbourFamily, string>> = { ipv4: 'arp_cache', ipv6: 'ndisc_cache' };

export function readSharedTables(proc = '/proc'): SharedTables {
  return {
    neighbours: neighbourFamilies.flatMap((family) => readNeighbourTable(family, proc) ?? []),
    connections: readConnectionTable(proc),
  };
}

/** How full a table is, in per cent. */
export function percentUsed({ entries, maxEntries }: SharedTable): number {
  return (entries / Math.max(1, maxEntries)) * 100;
}

/** The fuller of the families; undefined where there is none. */
export function fullestOf(neighbours: readonly NeighbourTable[]): NeighbourTable | undefined {
  return neighbours.toSorted((one, other) => percentUsed(other) - percentUsed(one))[0];
}

function readNeighbourTable(family: NeighbourFamily, proc: string): NeighbourTable | undefined {
  const statistics = textOf(join(proc, 'net/stat', statisticsOf[family]));
  const maxEntries = readSetting(join(proc, 'sys', neighbourSetting(family, 'gc_thresh3')));
  if (statistics === undefined || maxEntries === undefined) return undefined;
  const rows = parseStatistics(statistics);
  const [first] = rows;
  const entries = first?.get('entries');
  if (entries === undefined) return undefined;
  // Each processor has a line; the number of entries is that of the whole table in all of them.
  const overflows = rows.reduce((sum, row) => sum + (row.get('table_fulls') ?? 0), 0);
  return { family, entries, maxEntries, overflows };
}

/** Hexadecimal numbers below a line of names. */
function parseStatistics(text: string): readonly ReadonlyMap<string, number>[] {
  const [names = [], ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return lines.map(
    (words) => new Map(names.map((name, index) => [name, Number.parseInt(words[index] ?? '', 16)] as const)),
  );
}

function readConnectionTable(proc: string): SharedTable | undefined {
  const entries = readSetting(join(proc, 'sys/net/netfilter/nf_conntrack_count'));
  const maxEntries = readSetting(join(proc, 'sys', connectionFloor.setting));
  return entries === undefined || maxEntries === undefined ? undefined : { entries, maxEntries };
}
