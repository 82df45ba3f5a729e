// SPDX-License-Identifier: Apache-2.0
/**
 * What goes through the network hardware of the host. Bridges, tunnels and the interfaces of containers are built on it
 * or end in the host: they would count the same bytes twice.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CounterFile, openCounterFile } from '../../cgroup/counter-file.ts';
import { readNumber } from './column-files.ts';
import { hostColumns as columns } from './columns.ts';

export interface HostTraffic {
  /** Fills the columns of the row: the sums of all interfaces. */
  read(row: Float64Array): void;
  /** Finds out which hardware there is now. */
  lookAround(): void;
  close(): void;
}

interface Interface {
  readonly received: CounterFile;
  readonly sent: CounterFile;
}

/** `networkRoot` is `/sys/class/net`, where only hardware has a `device`. */
export function createHostTraffic(networkRoot: string): HostTraffic {
  const open = new Map<string, Interface>();

  function close(name: string, { received, sent }: Interface): void {
    received.close();
    sent.close();
    open.delete(name);
  }

  return {
    read(row) {
      let received = Number.NaN;
      let sent = Number.NaN;
      for (const one of open.values()) {
        received = (received || 0) + readNumber(one.received);
        sent = (sent || 0) + readNumber(one.sent);
      }
      row[columns.netRxBytes] = received;
      row[columns.netTxBytes] = sent;
    },
    lookAround() {
      const names = new Set(readHardware(networkRoot));
      for (const [name, one] of open) if (!names.has(name)) close(name, one);
      for (const name of names) {
        const statistics = join(networkRoot, name, 'statistics');
        if (!open.has(name))
          open.set(name, {
            received: openCounterFile(join(statistics, 'rx_bytes')),
            sent: openCounterFile(join(statistics, 'tx_bytes')),
          });
      }
    },
    close() {
      for (const [name, one] of open) close(name, one);
    },
  };
}

function readHardware(networkRoot: string): readonly string[] {
  try {
    return readdirSync(networkRoot).filter((name) => existsSync(join(networkRoot, name, 'device')));
  } catch {
    return [];
  }
}
