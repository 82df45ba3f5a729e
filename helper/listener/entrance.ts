// SPDX-License-Identifier: Apache-2.0
/**
 * Accepts what connects to one listening socket, a few in each turn of the event loop: a flood on one socket leaves the
 * turn to the others, and to the connections that are served.
 */

import { closeSync } from 'node:fs';
import { watchReadiness } from '../system/native/native.ts';
import { acceptConnection } from '../system/native/unix-listener.ts';

export interface Entrance {
  /** Accepts no more, and closes the socket. */
  close(): void;
}

/** Libuv alone would accept as long as somebody connects, and do nothing else meanwhile. */
const maxPerTurn = 8;

export interface EntranceEvents {
  /** Takes over the descriptor of a connection, and does not throw. */
  readonly receive: (connection: number) => void;
  /** The kernel gave no connection although one waits: there are too many descriptors. It is tried again. */
  readonly onError: (error: unknown) => void;
}

/** Takes over the descriptor of the socket. */
export function openEntrance(fd: number, { receive, onError }: EntranceEvents): Entrance {
  let isClosed = false;

  function acceptSome(): void {
    for (let count = 0; count < maxPerTurn && !isClosed; count += 1) {
      const connection = acceptConnection(fd);
      if (connection === undefined) return;
      receive(connection);
    }
  }

  const readiness = watchReadiness(fd, () => {
    try {
      acceptSome();
    } catch (error) {
      onError(error);
    }
  });
  return {
    close() {
      if (isClosed) return;
      isClosed = true;
      readiness.stop();
      closeSync(fd);
    },
  };
}
