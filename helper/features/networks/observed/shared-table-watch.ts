// SPDX-License-Identifier: Apache-2.0
/**
 * Watches the tables that containers share in the kernel's network: how full they are, for those that look every few
 * seconds, and who holds most of one that fills up, which takes longer and is found in the background.
 */

import type { SharedTableName } from '../../../../contract/wording/alerts/describe-table-holder.ts';
import { findConnectionHolder } from '../../../lxc/network/tables/connection-holder.ts';
import { findNeighbourHolder } from '../../../lxc/network/tables/neighbour-holder.ts';
import {
  fullestOf,
  percentUsed,
  readSharedTables,
  type SharedTable,
  type SharedTables,
} from '../../../lxc/network/tables/shared-tables.ts';
import type { Containers } from '../../containers/ports/containers.ts';
import type { SharedTableUse, TableHolders } from '../ports.ts';

export interface SharedTableWatch {
  use: SharedTableUse;
  /** Stops what goes on in the background. */
  close(): void;
}

export interface SharedTableWatchOptions {
  readonly containers: Pick<Containers, 'list'>;
  readonly cgroupRoot: string;
  /** The kernel tracks connections from now on, and did not when it was looked at before. */
  readonly onConnections: () => void;
  readonly onTrouble: (error: unknown) => void;
  /** Seconds by a clock that is never set. */
  readonly uptime: () => number;
  readonly proc?: string;
}

/** Below it, in per cent, nobody asks who holds most. */
const notablePercent = 10;
/** Seconds between two looks for who holds most. */
const searchSeconds = 15;

export function createSharedTableWatch(options: SharedTableWatchOptions): SharedTableWatch {
  const { containers, cgroupRoot, onConnections, onTrouble, uptime, proc = '/proc' } = options;
  const closing = new AbortController();
  let holders: TableHolders = {};
  let searchedAt = -Infinity;
  let hasConnections: boolean | undefined;

  async function findHolders(tables: SharedTables, signal: AbortSignal): Promise<TableHolders> {
    const running = (await containers.list(signal)).filter(({ initPid }) => initPid !== null);
    const { connections } = tables;
    const neighbours = fullestOf(tables.neighbours);
    const names = running.map(({ name }) => name);
    return {
      // The kernel shows nobody who holds entries of IPv6.
      ...(neighbours?.family === 'ipv4' &&
        isNotable(neighbours) && {
          neighbours: await findNeighbourHolder({
            entries: neighbours.entries,
            containers: names,
            cgroupRoot,
            signal,
            proc,
          }),
        }),
      ...(connections !== undefined &&
        isNotable(connections) && { connections: await findConnectionHolder(running, proc) }),
    };
  }

  function searchIfDue(tables: SharedTables): void {
    if (![...tables.neighbours, tables.connections].some((table) => table !== undefined && isNotable(table))) {
      holders = {};
      return;
    }
    if (uptime() - searchedAt < searchSeconds) return;
    searchedAt = uptime();
    findHolders(tables, closing.signal).then(
      (found) => (holders = found),
      (error: unknown) => {
        if (!closing.signal.aborted) onTrouble(error);
      },
    );
  }

  function look(): SharedTables {
    const tables = readSharedTables(proc);
    const tracks = tables.connections !== undefined;
    if (tracks && hasConnections === false) onConnections();
    hasConnections = tracks;
    return tables;
  }

  return {
    use: {
      percent(table) {
        const tables = look();
        searchIfDue(tables);
        const one = tableOf(tables, table);
        return one === undefined ? null : percentUsed(one);
      },
      holder: (table) => holders[table],
      async read(signal) {
        const tables = look();
        return { ...tables, holders: await findHolders(tables, signal) };
      },
    },
    close: () => closing.abort(new Error('the helper ends')),
  };
}

/** Says whether the kernel can make no more neighbours of IPv4. */
export function isNeighbourTableFull(proc = '/proc'): boolean {
  return readSharedTables(proc).neighbours.some((one) => one.family === 'ipv4' && percentUsed(one) >= 100);
}

function tableOf(tables: SharedTables, name: SharedTableName): SharedTable | undefined {
  return name === 'neighbours' ? fullestOf(tables.neighbours) : tables.connections;
}

function isNotable(table: SharedTable): boolean {
  return percentUsed(table) >= notablePercent;
}
