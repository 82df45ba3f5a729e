// SPDX-License-Identifier: Apache-2.0
/**
 * Accepts connections of clients within limits, and serves each. One that cannot be identified, or is one too many, is
 * closed before it is read.
 */

import { closeSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { serviceLimits } from '../../contract/service-limits.ts';
import type { Peer } from '../server/identity.ts';
import { createMessageTurns } from '../server/message-turns.ts';
import { createRateLimitedLog } from '../system/log.ts';
import { closeServer } from '../system/listen.ts';
import { messageOf } from '../system/message-of.ts';
import { createPlaces } from '../system/work/places.ts';
import { type ClientConnection, type ClientOptions, serveClient } from './connection.ts';
import { identifyPeer } from './peer.ts';

export interface ListenerLimits {
  readonly connections: number;
  readonly connectionsPerUid: number;
  readonly helloTimeoutMs: number;
  readonly frameTimeoutMs: number;
  /** Bytes that may wait for a client that does not read. */
  readonly backlogBytes: number;
  /** Time in which such a client must have taken something. */
  readonly stallTimeoutMs: number;
}

export const defaultLimits: ListenerLimits = {
  connections: serviceLimits.connections.value,
  connectionsPerUid: serviceLimits.connectionsPerUser.value,
  helloTimeoutMs: serviceLimits.helloMs.value,
  frameTimeoutMs: serviceLimits.frameMs.value,
  backlogBytes: serviceLimits.backlogBytes.value,
  stallTimeoutMs: serviceLimits.stallMs.value,
};

export interface RunningListener {
  /** Accepts no more connections, ends the open ones, and waits until their calls have ended. */
  close(): Promise<void>;
}

export type ListenerOptions = Omit<
  ClientOptions,
  'limitedLog' | 'messageTurns' | 'helloTimeoutMs' | 'frameTimeoutMs' | 'maxBacklogBytes' | 'stallTimeoutMs'
> & { readonly limits?: ListenerLimits };

/** Accepts a server that does not listen yet, or whose socket systemd has created. */
export function startListener(
  server: Server,
  { limits = defaultLimits, ...options }: ListenerOptions,
): RunningListener {
  const connections = new Set<ClientConnection>();
  const places = createPlaces(limits.connectionsPerUid);
  const drop = createRateLimitedLog(options.log, 10_000);
  const { helloTimeoutMs, frameTimeoutMs, stallTimeoutMs, backlogBytes: maxBacklogBytes } = limits;
  const connectionOptions = {
    ...options,
    messageTurns: createMessageTurns(setImmediate),
    limitedLog: drop,
    helloTimeoutMs,
    frameTimeoutMs,
    stallTimeoutMs,
    maxBacklogBytes,
  };

  server.maxConnections = limits.connections;
  server.on('drop', () =>
    drop('warning', 'connection-dropped', { reason: `the limit of ${limits.connections} connections is reached` }),
  );
  server.on('connection', accept);

  function accept(socket: Socket): void {
    // Without a listener an error of a socket that is closed at once would end the helper.
    socket.on('error', () => undefined);
    try {
      admitSocket(socket, identifyPeer(socket));
    } catch (error) {
      socket.destroy();
      // Of its own kind: a line about many that were unknown must not hide that one took too many.
      drop('warning', error instanceof TooManyError ? 'connection-dropped' : 'connection-denied', {
        reason: messageOf(error),
      });
    }
  }

  function admitSocket(socket: Socket, peer: Peer): void {
    const release = places.take(peer.uid);
    try {
      if (release === undefined)
        throw new TooManyError(`the limit of ${limits.connectionsPerUid} connections for user ${peer.uid} is reached`);
      const connection = serveClient(socket, peer, connectionOptions);
      connections.add(connection);
      void connection.ended.then(() => {
        release();
        connections.delete(connection);
      });
    } catch (error) {
      closeSync(peer.pidfd);
      release?.();
      throw error;
    }
  }

  return {
    close: () => closeServer(server, connections),
  };
}

/** A user has all the connections that one may have. */
class TooManyError extends Error {}
