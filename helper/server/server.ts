// SPDX-License-Identifier: Apache-2.0
/** Accepts connections of the listener and of nobody else, and serves each. */

import type { Server, Socket } from 'node:net';
import { serviceLimits } from '../../contract/rules/service-limits.ts';
import { createRoleGate, noRoles, type RoleSource } from '../access/gate.ts';
import { closeServer } from '../system/listen.ts';
import { createRateLimitedLog } from '../system/log.ts';
import { messageOf } from '../system/message-of.ts';
import { descriptorOf } from '../system/native/descriptor-of.ts';
import { peerCredentials } from '../system/native/native.ts';
import { type Connection, type ConnectionOptions, serveConnection } from './connection.ts';
import { createFairness } from './fairness.ts';
import { createMessageTurns } from './message-turns.ts';

export interface RunningServer {
  /** Accepts no more connections, ends the open ones, and waits until their handlers have cleaned up. */
  close(): Promise<void>;
}

export interface ServeAllOptions extends Omit<ConnectionOptions, 'fairness' | 'messageTurns' | 'gate'> {
  /** What roles are given, and the tags by which they hold; nobody has one when left out. */
  readonly roles?: RoleSource;
  /** The user that the listener runs as. */
  readonly listenerUid: number;
}

/** Accepts a server that does not listen yet, or whose socket systemd has created. */
export function serveAll(server: Server, { listenerUid, roles = noRoles, ...options }: ServeAllOptions): RunningServer {
  const connections = new Set<Connection>();
  const limitedLog = createRateLimitedLog(options.log, 10_000);
  const gate = createRoleGate(roles);
  const connectionOptions = {
    ...options,
    gate,
    handlers: gate.limit(options.handlers),
    fairness: createFairness(),
    messageTurns: createMessageTurns(setImmediate),
  };

  server.maxConnections = serviceLimits.connections.value;
  server.on('connection', (socket: Socket) => {
    // An error of a socket that is closed at once would end the helper if nothing listened for it.
    socket.on('error', () => undefined);
    try {
      assertListener(socket, listenerUid);
    } catch (error) {
      socket.destroy();
      limitedLog('warning', 'not-the-listener', { reason: messageOf(error) });
      return;
    }
    const connection = serveConnection(socket, connectionOptions);
    connections.add(connection);
    void connection.ended.then(() => connections.delete(connection));
  });

  return {
    close: () => closeServer(server, connections),
  };
}

function assertListener(socket: Socket, listenerUid: number): void {
  const { uid } = peerCredentials(descriptorOf(socket));
  if (uid !== listenerUid) throw new Error(`cannot serve user ${uid}: only the listener may connect here`);
}
