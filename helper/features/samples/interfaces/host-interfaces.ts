// SPDX-License-Identifier: Apache-2.0
/** The traffic of every network interface of the host, of one reading of the kernel's table. */

import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { readInterfaces } from '../../../cgroup/interface-table.ts';

/** Bytes since the interface came to be, as the host sees them. */
interface Traffic {
  readonly received: number;
  readonly sent: number;
}

export interface HostInterfaces {
  /** Reads the table as it is now. */
  read(): void;
  /** Undefined when there is no such interface. */
  trafficOf(name: string): Traffic | undefined;
  close(): void;
}

interface Entry {
  received: number;
  sent: number;
  /** The reading that had it last. */
  turn: number;
}

const maxBytes = 1024 * 1024;
const closed = -1;

/** `procRoot` is `/proc`. The descriptor of the table stays open: it keeps no other namespace than the helper's own. */
export function openHostInterfaces(procRoot: string): HostInterfaces {
  const path = join(procRoot, 'net/dev');
  const entries = new Map<string, Entry>();
  let descriptor = closed;
  let turn = 0;

  function take(name: string, received: number, sent: number): void {
    const known = entries.get(name);
    if (known === undefined) {
      entries.set(name, { received, sent, turn });
      return;
    }
    known.received = received;
    known.sent = sent;
    known.turn = turn;
  }

  function close(): void {
    if (descriptor !== closed) closeSync(descriptor);
    descriptor = closed;
  }

  return {
    read() {
      turn += 1;
      try {
        if (descriptor === closed) descriptor = openSync(path, 'r');
        readInterfaces(descriptor, maxBytes, take);
      } catch {
        close();
      }
      for (const [name, entry] of entries) if (entry.turn !== turn) entries.delete(name);
    },
    trafficOf: (name) => entries.get(name),
    close,
  };
}
