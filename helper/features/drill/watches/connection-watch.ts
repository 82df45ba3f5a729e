// SPDX-License-Identifier: Apache-2.0
/** Looks at the host's table of connections before the attacker fills it, and while its connections are there. */

import { readSharedTables, type SharedTable } from '../../../lxc/network/tables/shared-tables.ts';
import type { HostWatch, Watched } from './watched.ts';

/** Somewhat more than one container may have at once (guard-port.sh), since others begin connections meanwhile. */
const maxConnections = 9500;
/** Fewer are those of others on the host. */
const minConnections = 1000;

export function watchConnections(proc = '/proc'): HostWatch {
  const read = (): SharedTable | undefined => readSharedTables(proc).connections;
  if (read() === undefined) return { end: () => ({ absent: 'the kernel tracks no connections' }) };
  const looks: SharedTable[] = [];
  return {
    look() {
      const table = read();
      if (table !== undefined) looks.push(table);
    },
    end: () => connectionsSeen(looks),
  };
}

/** The first look is that before the attempt. */
export function connectionsSeen([before, after]: readonly SharedTable[]): Watched {
  if (before === undefined || after === undefined)
    return { unseen: 'it did not wait until the host had looked at its table of connections' };
  const came = after.entries - before.entries;
  if (came < minConnections) return { unseen: `the host saw ${came} connections come to its table` };
  const words = `the host sees ${came} connections come to its table, which holds ${after.entries} of ${after.maxEntries}`;
  return { sight: { isDone: came > maxConnections, words } };
}
