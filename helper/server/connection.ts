// SPDX-License-Identifier: Apache-2.0
/**
 * One connection of the listener, which carries the calls of one client: who that is comes first, then calls that polkit
 * has authorised.
 */

import type { Socket } from 'node:net';
import type { Message } from 'vscode-jsonrpc';
import { fail } from '../../contract/errors.ts';
import { actionsOf, type Operation } from '../../contract/operation.ts';
import { operations, type OperationName } from '../../contract/operations/index.ts';
import type { AdmittedCall } from '../../rpc/dispatch.ts';
import type { Handlers } from '../../rpc/handlers.ts';
import { maxRequestBytes, maxWaitingMessages } from '../../rpc/protocol.ts';
import { serve } from '../../rpc/server.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import type { Transport } from '../../rpc/transport.ts';
import type { ActivityLog } from '../journal/activity-log.ts';
import type { SpareRoom } from '../journal/spare-room.ts';
import type { RoleGate } from '../access/gate.ts';
import type { Log } from '../system/log.ts';
import { messageOf } from '../system/message-of.ts';
import { streamOf } from '../system/native/socket-stream.ts';
import { noteOwner } from '../system/work/call-owner.ts';
import {
  type AskedContainer,
  type AskedContainers,
  createAskedContainers,
  type IdentifyContainer,
} from './asked-containers.ts';
import { Caller } from './caller.ts';
import type { Fairness } from './fairness.ts';
import type { Identity } from './identity.ts';
import {
  type AskMessage,
  type ListenerMessage,
  notedOf,
  parseListenerMessage,
  type ReportedDenial,
} from './listener-messages.ts';
import type { MessageTurns } from './message-turns.ts';
import type { RecoveryGate } from './recovery-gate.ts';
import { recordDenial, recordRun, type Records } from './record-activity.ts';

export interface ConnectionOptions {
  readonly handlers: Handlers<Caller>;
  readonly activity: ActivityLog;
  readonly log: Log;
  readonly spareRoom?: SpareRoom;
  /** Shared by all connections, as are `messageTurns`. */
  readonly fairness: Fairness;
  readonly messageTurns: MessageTurns;
  readonly identifyContainer: IdentifyContainer;
  readonly gate: RoleGate;
  readonly recovery: RecoveryGate;
  readonly version: string;
  /** Gives the reference under which a fault is logged. */
  readonly newReference: () => string;
}

export interface Connection {
  /** Settles when the socket is closed and every handler has ended. */
  readonly ended: Promise<void>;
  close(): void;
}

interface ServedConnection {
  readonly options: ConnectionOptions;
  readonly asked: AskedContainers;
  /** The calls are those of this user; undefined until the listener has said so. */
  identity: Identity | undefined;
  /** What ended the connection first. */
  ended: 'connection' | 'helper' | undefined;
}

export function serveConnection(socket: Socket, options: ConnectionOptions): Connection {
  const asked = createAskedContainers(options.identifyContainer);
  const served: ServedConnection = { options, asked, identity: undefined, ended: undefined };
  const carrier = createSocketTransport(streamOf(socket), {
    maxBytes: maxRequestBytes,
    pace: { maxWaiting: maxWaitingMessages, nextTurn: (task) => runInTurn(served, task) },
  });
  carrier.onClose(() => {
    served.ended ??= 'connection';
  });
  const service = serve<Caller>({
    transport: withoutListenerMessages(carrier, {
      hear: (message) => hear(served, carrier, message),
      follow: asked.follow,
    }),
    handlers: options.handlers,
    version: options.version,
    admit: (name, params, { raw }) => admitCall(served, { name, params, raw }),
    around: (call, run) => runRecorded(served, call, run),
    onFault: (error, name) => logFault(served, error, name),
    onUndeclaredFailure({ code, message }, name: OperationName) {
      options.log('error', 'undeclared-failure', { operation: name, code, uid: served.identity?.uid, message });
    },
  });

  return {
    // The listener logs why a connection of a client broke.
    ended: service.closed.then(() => undefined),
    close() {
      served.ended ??= 'helper';
      service.close();
    },
  };
}

/** Runs the task that handles a message in the turn of its user. */
function runInTurn({ identity, options }: ServedConnection, task: () => void): void {
  if (identity === undefined) {
    setImmediate(task);
    return;
  }
  options.fairness.noteArrival(identity.uid);
  options.messageTurns.next(identity.uid, task);
}

/** Takes a message of the listener itself. */
function hear(served: ServedConnection, carrier: Transport, message: ListenerMessage): void {
  const { identity } = served;
  if (message.type === 'introduce' && identity === undefined) served.identity = message.identity;
  else if (identity === undefined || message.type === 'introduce')
    throw new Error('cannot serve: a client is introduced once, and before all else');
  else if (message.type === 'denied') noteDenial(served, message.denial, identity);
  else if (message.type === 'ask') void answerQuestion({ served, carrier, caller: identity }, message);
  else served.asked[message.type](message.question);
}

interface Asking {
  readonly served: ServedConnection;
  readonly carrier: Transport;
  readonly caller: Identity;
}

/** Tells the listener the caller's standing; after a fault of its own it is `denied`. */
async function answerQuestion({ served, carrier, caller }: Asking, asked: AskMessage): Promise<void> {
  const { question, operation, name } = asked;
  const { gate, log } = served.options;
  if (name !== undefined) served.asked.ask(question, name);
  const standing = await gate.standing(caller, operation, { name, container: name }).catch((error: unknown) => {
    log('error', 'role-unknown', { operation, uid: caller.uid, reason: messageOf(error) });
    return 'denied' as const;
  });
  carrier.send(notedOf(question, standing)).catch(() => undefined);
}

function noteDenial({ options }: ServedConnection, reported: ReportedDenial, caller: Identity): void {
  const { name, params, ...denial } = reported;
  const { params: schema }: Operation = operations[name];
  recordDenial(recordsOf(options), { name, params: schema.parse(params), identity: caller }, denial);
}

interface ArrivedCall {
  readonly name: OperationName;
  readonly params: unknown;
  /** The params as they came in the message: the very object. */
  readonly raw: unknown;
}

/** Gives the caller when polkit authorised the call and its role allows it. */
async function admitCall(served: ServedConnection, { name, params, raw }: ArrivedCall): Promise<Caller> {
  const caller = Caller.admit(served.identity, actionsOf(operations[name], params), served.asked.askedFor(raw));
  await served.options.gate.require(caller.identity, name, { params, actions: caller.actions });
  return caller;
}

/** Runs an admitted call in its user's turn, once what it concerns is recovered, and writes it to the activity log. */
async function runRecorded<T>(
  served: ServedConnection,
  { name, params, caller, signal }: AdmittedCall<Caller>,
  run: (record?: number) => Promise<T>,
): Promise<T> {
  if (!Caller.isGenuine(caller)) throw new Error(`cannot run ${name}: its caller was not admitted`);
  const { options } = served;
  const { identity, asked } = caller;
  const { uid } = identity;
  const call = { name, params, identity, signal, ended: () => served.ended };
  const runSame: typeof run = (record) => {
    options.recovery.require(call);
    if (asked !== undefined) requireSame(options, asked);
    return run(record);
  };
  noteOwner(signal, uid);
  // It waits before its turn begins, so the reading calls of the same user go on meanwhile.
  await options.recovery.wait(call);
  return options.fairness.run({ uid, name, signal }, () => recordRun(recordsOf(options), call, runSame));
}

/** Fails when the name is another container's in the turn in which the handler begins. */
function requireSame({ identifyContainer }: ConnectionOptions, { name, identity: before }: AskedContainer): void {
  if (identifyContainer(name) !== before) fail('container-replaced', { name });
}

function recordsOf({ activity, log, spareRoom }: ConnectionOptions): Records {
  return { activity, log, ...(spareRoom !== undefined && { spareRoom }) };
}

/** Gives the reference under which the fault is logged. */
function logFault({ options, identity }: ServedConnection, error: unknown, name: string): string {
  const reference = options.newReference();
  options.log('error', 'fault', {
    reference,
    operation: name.slice(0, 100),
    uid: identity?.uid,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return reference;
}

interface ListenerEars {
  readonly hear: (message: ListenerMessage) => void;
  /** Gets what is handed on, before that. */
  readonly follow: (message: Message) => void;
}

/** Hands the listener's own messages to `hear`, and the rest on; what is neither ends the connection. */
function withoutListenerMessages(transport: Transport, { hear, follow }: ListenerEars): Transport {
  return {
    ...transport,
    onMessage(listener) {
      transport.onMessage((message) => {
        const own = parseListenerMessage(message);
        if (own !== undefined) hear(own);
        else {
          follow(message);
          listener(message);
        }
      });
    },
  };
}
