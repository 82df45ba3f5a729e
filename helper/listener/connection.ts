// SPDX-License-Identifier: Apache-2.0
/**
 * One client's connection, from its acceptance to its end: identity, greeting, the right to each call, and every
 * descriptor closed in any case. Calls that polkit authorises are passed on to the helper.
 */

import { closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { isFailure } from '../../contract/errors.ts';
import { actionsOf, type Operation } from '../../contract/operation.ts';
import { operations } from '../../contract/operations/index.ts';
import { say } from '../../contract/text.ts';
import { maxRequestBytes, maxRequestValues, maxWaitingMessages } from '../../rpc/protocol.ts';
import { relay, type RelayedCall } from '../../rpc/relay.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import type { Transport } from '../../rpc/transport.ts';
import type { Standing } from '../access/standing.ts';
import type { Peer } from '../server/identity.ts';
import { denialOf, introductionOf, type ReportedDenial } from '../server/listener-messages.ts';
import { subjectOf } from '../server/subject.ts';
import type { Log } from '../system/log.ts';
import { watchReadiness } from '../system/native/native.ts';
import { streamOf } from '../system/native/socket-stream.ts';
import type { Paced } from '../system/work/pace.ts';
import { type ContainerQuestions, createContainerQuestions } from './container-questions.ts';
import { admit, type Authority } from '../polkit/authority.ts';
import type { TextTurns } from './text-turns.ts';

export interface ClientOptions {
  readonly authority: Authority;
  /** Connects the helper, for one client. */
  readonly connectHelper: () => Transport;
  readonly log: Log;
  /** Logs what a client can cause at will. */
  readonly limitedLog: Log;
  /** Runs a task of this user that parses so many bytes of JSON, in turn; shared by all connections. */
  readonly nextTurn: TextTurns;
  /** Lets the calls of a user begin at the rate that each may have; shared by all connections. */
  readonly paceCall: (paced: Paced) => void;
  /** Gives the reference under which a fault is logged. */
  readonly newReference: () => string;
  readonly helloTimeoutMs: number;
  readonly frameTimeoutMs: number;
  readonly maxBacklogBytes: number;
  readonly stallTimeoutMs: number;
}

export interface ClientConnection {
  /** Settles when the socket is closed, every call has ended, and the pidfd is closed. */
  readonly ended: Promise<void>;
  close(): void;
}

interface ServedClient {
  readonly peer: Peer;
  readonly options: ClientOptions;
  /** There from the greeting on, as is `questions`. */
  helper: Transport | undefined;
  questions: ContainerQuestions | undefined;
}

/** Takes over `peer.pidfd`. */
export function serveClient(socket: Socket, peer: Peer, options: ClientOptions): ClientConnection {
  const client: ServedClient = { peer, options, helper: undefined, questions: undefined };
  // A connection belongs to the process that made it: when that ends, a process that inherited the socket has no rights
  // by it.
  const life = watchReadiness(peer.pidfd, () => {
    life.stop();
    socket.destroy();
  });
  const service = relay({
    client: createClientTransport(socket, client),
    connect: () => connectHelper(client),
    admit: (call) => admitInTurn(client, call),
    beforePassing: (call) => client.questions?.pass(call),
    onFault: (error, name) => logFault(client, error, name),
  });
  const greeting = setTimeout(() => service.close(), options.helloTimeoutMs);
  void service.greeted.then(() => clearTimeout(greeting));
  return {
    ended: service.closed.then((reason) => {
      life.stop();
      closeSync(peer.pidfd);
      const { uid, pid } = peer;
      if (reason !== undefined) options.limitedLog('warning', 'connection-broken', { uid, pid, reason });
    }),
    close: () => service.close(),
  };
}

function createClientTransport(socket: Socket, { peer: { uid }, options }: ServedClient): Transport {
  return createSocketTransport(streamOf(socket), {
    maxBytes: maxRequestBytes,
    frameTimeoutMs: options.frameTimeoutMs,
    maxBacklogBytes: options.maxBacklogBytes,
    stallTimeoutMs: options.stallTimeoutMs,
    maxValues: maxRequestValues,
    pace: {
      maxWaiting: maxWaitingMessages,
      nextTurn: (task, textBytes) => options.nextTurn({ uid, textBytes }, task),
    },
  });
}

/** Connects the helper, and says first whose calls follow. */
function connectHelper(client: ServedClient): Transport {
  const helper = client.options.connectHelper();
  client.helper = helper;
  client.questions = createContainerQuestions(helper);
  send(helper, introductionOf(client.peer));
  return client.questions.transport;
}

/** Rejects when the call is not admitted; the helper learns then of a call that would have changed something. */
async function admitInTurn(client: ServedClient, call: RelayedCall): Promise<void> {
  try {
    await waitForTurn(client, call.signal);
    if (client.questions === undefined) throw new Error(`cannot admit ${call.name}: there was no greeting`);
    await admitCall(client, call, await client.questions.put(call));
  } catch (error) {
    if (operations[call.name].changes && client.helper !== undefined)
      send(client.helper, denialOf(reportOf(call, error)));
    client.questions?.drop(call);
    throw error;
  }
}

/** Waits for the turn, and ends also when the caller goes away meanwhile; the next caller gets its place then. */
async function waitForTurn({ peer: { uid }, options }: ServedClient, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const begin = (): void => {
      signal.removeEventListener('abort', begin);
      resolve();
    };
    signal.addEventListener('abort', begin);
    options.paceCall({ uid, amount: 1, isGone: () => signal.aborted, run: begin });
  });
  signal.throwIfAborted();
}

function admitCall({ peer, options }: ServedClient, call: RelayedCall, standing: Standing): Promise<void> {
  const { name, params, isInteractive, signal } = call;
  const operation: Operation = operations[name];
  const request = {
    peer,
    actions: actionsOf(operation, params),
    container: subjectOf(params),
    standing,
    isInteractive: isInteractive && operation.promptsNobody !== true,
  };
  return admit(options.authority, request, signal);
}

/** Gives the reference under which the fault is logged. */
function logFault({ peer: { uid }, options }: ServedClient, error: unknown, name: string): string {
  const reference = options.newReference();
  options.log('error', 'fault', {
    reference,
    operation: name.slice(0, 100),
    uid,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return reference;
}

/** A connection that has ended takes no message, and needs none. */
function send(helper: Transport, message: Parameters<Transport['send']>[0]): void {
  helper.send(message).catch(() => undefined);
}

/** Says for the activity log why a call was not admitted. */
function reportOf({ name, params, signal }: RelayedCall, error: unknown): ReportedDenial {
  if (isFailure(error) && error.code !== 'cancelled') return { name, params, outcome: 'denied', detail: error.words };
  if (signal.aborted || isFailure(error))
    return { name, params, outcome: 'cancelled', detail: say('cannot finish: it was cancelled') };
  return { name, params, outcome: 'denied', detail: say('a fault in the listener; its log has the details') };
}
