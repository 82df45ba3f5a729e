// SPDX-License-Identifier: Apache-2.0
/**
 * Accepts connections of clients within limits, and serves each. One that cannot be identified, or is one too many, is
 * closed before it is read.
 */

import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { serviceLimits } from '../../contract/rules/service-limits.ts';
import { maxRequestBytes } from '../../rpc/protocol.ts';
import { createMessageTurns } from '../server/message-turns.ts';
import { createRateLimitedLog, type Log } from '../system/log.ts';
import { messageOf } from '../system/message-of.ts';
import { peerCredentials } from '../system/native/native.ts';
import { createPace } from '../system/work/pace.ts';
import { createPlaces } from '../system/work/places.ts';
import { createRates } from '../system/work/rates.ts';
import { type ClientConnection, type ClientOptions, serveClient } from './connection.ts';
import { openEntrance } from './entrance.ts';
import { openOwnSockets, type OwnSockets, type OwnSocketsOptions } from './own-sockets.ts';
import { identifyPeer } from './peer.ts';
import { createTextTurns } from './text-turns.ts';

export interface ListenerLimits {
  readonly connections: number;
  readonly connectionsPerUid: number;
  /** Connections that a user makes at once, and after these in a second. */
  readonly connectionBurst: number;
  readonly connectionsPerSecond: number;
  /** Calls that a user makes at once, and after these in a second. */
  readonly callBurst: number;
  readonly callsPerSecond: number;
  /** Bytes of JSON that a user sends in a second. */
  readonly textPerSecond: number;
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
  connectionBurst: serviceLimits.connectionBurst.value,
  connectionsPerSecond: serviceLimits.connectionsPerSecond.value,
  callBurst: serviceLimits.callBurst.value,
  callsPerSecond: serviceLimits.callsPerSecond.value,
  textPerSecond: serviceLimits.requestTextPerSecond.value,
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
  'limitedLog' | 'nextTurn' | 'paceCall' | 'helloTimeoutMs' | 'frameTimeoutMs' | 'maxBacklogBytes' | 'stallTimeoutMs'
> & {
  readonly limits?: ListenerLimits;
  /** Users get sockets of their own when it is there. */
  readonly own?: Pick<OwnSocketsOptions, 'folder' | 'members'>;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
};

/** A connection that is being judged. */
interface Arrival {
  readonly fd: number;
  /** The socket of this user got the connection; undefined for the shared one. */
  readonly owner: number | undefined;
  /** Once it is there, it has the descriptor. */
  socket: Socket | undefined;
}

interface ListenerState {
  readonly limits: ListenerLimits;
  readonly connections: Set<ClientConnection>;
  /** Places of connections by user. */
  readonly places: ReturnType<typeof createPlaces>;
  /** Rates of connections by user. */
  readonly rates: ReturnType<typeof createRates>;
  /** Logs what somebody can cause at will. */
  readonly drop: Log;
  readonly connectionOptions: ClientOptions;
  /** Undefined when users have no sockets of their own. */
  ownSockets: OwnSockets | undefined;
}

/** Takes over the descriptor of a socket that listens and does not block. */
export function startListener(listening: number, options: ListenerOptions): RunningListener {
  const { limits = defaultLimits, now = () => performance.now(), own } = options;
  const drop = createRateLimitedLog(options.log, 10_000);
  const state: ListenerState = {
    limits,
    connections: new Set(),
    places: createPlaces(limits.connectionsPerUid),
    rates: createRates({ perSecond: limits.connectionsPerSecond, burst: limits.connectionBurst, now }),
    drop,
    connectionOptions: clientOptionsOf(options, { limits, now, limitedLog: drop }),
    ownSockets: undefined,
  };
  const onError = (error: unknown): void => drop('error', 'cannot-accept', { reason: messageOf(error) });
  const entrance = openEntrance(listening, { receive: (fd) => receive(state, fd, undefined), onError });
  if (own !== undefined)
    state.ownSockets = openOwnSockets({
      ...own,
      receive: (fd, owner) => receive(state, fd, owner),
      onError,
      limitedLog: drop,
    });

  return {
    async close() {
      entrance.close();
      state.ownSockets?.close();
      const open = [...state.connections];
      for (const connection of open) connection.close();
      await Promise.all(open.map(({ ended }) => ended));
    },
  };
}

interface ListenerBasis {
  readonly limits: ListenerLimits;
  readonly now: () => number;
  readonly limitedLog: Log;
}

/** Gives what all connections share: their turns, their rates, and their limits. */
function clientOptionsOf(options: ListenerOptions, { limits, now, limitedLog }: ListenerBasis): ClientOptions {
  const { helloTimeoutMs, frameTimeoutMs, stallTimeoutMs, backlogBytes: maxBacklogBytes } = limits;
  return {
    ...options,
    nextTurn: createTextTurns({
      turns: createMessageTurns(setImmediate),
      rates: createRates({ perSecond: limits.textPerSecond, burst: maxRequestBytes, now }),
      later: setTimeout,
    }),
    paceCall: createPace({
      rates: createRates({ perSecond: limits.callsPerSecond, burst: limits.callBurst, now }),
      later: setTimeout,
    }),
    limitedLog,
    helloTimeoutMs,
    frameTimeoutMs,
    stallTimeoutMs,
    maxBacklogBytes,
  };
}

/** Judges a connection by its user alone first: who makes too many is not worth a second look. */
function receive(state: ListenerState, fd: number, owner: number | undefined): void {
  const { limits, rates, drop } = state;
  const arrival: Arrival = { fd, owner, socket: undefined };
  try {
    const { uid } = peerCredentials(fd);
    if (rates.take(uid) === 0) admit(state, arrival, uid);
    else {
      closeSync(fd);
      drop('warning', 'connection-rate', { uid, reason: `more than ${limits.connectionsPerSecond} a second` });
    }
  } catch (error) {
    if (arrival.socket === undefined) closeSync(fd);
    else arrival.socket.destroy();
    // This is a kind of its own: a line about many that were unknown must not hide that one took too many.
    drop('warning', error instanceof TooManyError ? 'connection-dropped' : 'connection-denied', {
      reason: messageOf(error),
    });
  }
}

/** Serves the connection while the limits allow it and its socket is still the user's; throws otherwise. */
function admit(state: ListenerState, arrival: Arrival, uid: number): void {
  const { limits, connections, ownSockets } = state;
  const { owner } = arrival;
  if (connections.size >= limits.connections)
    throw new TooManyError(`the limit of ${limits.connections} connections is reached`);
  if (owner !== undefined && ownSockets?.mayKeep(owner) === false)
    throw new Error(`user ${owner} is not in the group any more`);
  const release = state.places.take(uid);
  if (release === undefined)
    throw new TooManyError(`the limit of ${limits.connectionsPerUid} connections for user ${uid} is reached`);
  try {
    serve(state, arrival, release);
  } catch (error) {
    release();
    throw error;
  }
  ownSockets?.openFor(uid);
}

/** `release` gives back the place of the connection; it is called when the connection has ended. */
function serve({ connections, connectionOptions }: ListenerState, arrival: Arrival, release: () => void): void {
  const peer = identifyPeer(arrival.fd);
  try {
    arrival.socket = socketOf(arrival.fd);
    const connection = serveClient(arrival.socket, peer, connectionOptions);
    connections.add(connection);
    void connection.ended.then(() => {
      release();
      connections.delete(connection);
    });
  } catch (error) {
    closeSync(peer.pidfd);
    throw error;
  }
}

/** A user has all the connections that one may have, or all users have. */
class TooManyError extends Error {}

function socketOf(fd: number): Socket {
  const socket = new Socket({ fd, readable: true, writable: true });
  // An error of a socket that is closed at once would end the listener if nothing listened for it.
  return socket.on('error', () => undefined);
}
