// SPDX-License-Identifier: Apache-2.0
/**
 * What goes through the network hardware of the host. Bridges, tunnels and the interfaces of containers are built on it
 * or end in the host: they would count the same bytes twice.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { interfaceNameSchema } from '../../../contract/model/names.ts';
import { maxInterfaces } from '../../../contract/model/containers/sample.ts';
import { hostColumns as columns, interfaceColumns, interfaceWidth } from './columns.ts';
import type { HostInterfaces } from './interfaces/host-interfaces.ts';

export interface HostTraffic {
  /** Each of the first few, by name; overwritten by the next reading. */
  readonly rows: ReadonlyMap<string, Float64Array>;
  /** Fills the columns of the row: the sums of all of them. */
  read(row: Float64Array): void;
  /** Finds out which hardware there is now. */
  lookAround(): void;
}

/** `networkRoot` is `/sys/class/net`, where only hardware has a `device`. */
export function createHostTraffic(networkRoot: string, interfaces: HostInterfaces): HostTraffic {
  const rows = new Map<string, Float64Array>();
  let names: readonly string[] = [];

  return {
    rows,
    read(row) {
      let received = Number.NaN;
      let sent = Number.NaN;
      for (const name of names) {
        const traffic = interfaces.trafficOf(name);
        received = traffic === undefined ? received : (received || 0) + traffic.received;
        sent = traffic === undefined ? sent : (sent || 0) + traffic.sent;
        const own = rows.get(name);
        if (own === undefined) continue;
        own[interfaceColumns.rxBytes] = traffic?.received ?? Number.NaN;
        own[interfaceColumns.txBytes] = traffic?.sent ?? Number.NaN;
      }
      row[columns.netRxBytes] = received;
      row[columns.netTxBytes] = sent;
    },
    lookAround() {
      names = readHardware(networkRoot).toSorted();
      const listed = new Set(names.filter(isListed).slice(0, maxInterfaces));
      for (const name of rows.keys()) if (!listed.has(name)) rows.delete(name);
      // Nothing distinguishes an interface from an earlier one of its name but that its counters begin at zero.
      for (const name of listed) if (!rows.has(name)) rows.set(name, new Float64Array(interfaceWidth));
    },
  };
}

/** The kernel takes names that the contract has no place for; they are in the sums only. */
function isListed(name: string): boolean {
  return interfaceNameSchema().safeParse(name).success;
}

function readHardware(networkRoot: string): readonly string[] {
  try {
    return readdirSync(networkRoot).filter((name) => existsSync(join(networkRoot, name, 'device')));
  } catch {
    return [];
  }
}
