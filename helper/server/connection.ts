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
import { type AskedContainer, createAskedContainers, type IdentifyContainer } from './asked-containers.ts';
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
import { recordDenial, recordRun } from './record-activity.ts';

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
  readonly version: string;
  /** Gives the reference under which a fault is logged. */
  readonly newReference: () => string;
}

export interface Connection {
  /** Settles when the socket is closed and every handler has ended. */
  readonly ended: Promise<void>;
  close(): void;
}

export function serveConnection(socket: Socket, options: ConnectionOptions): Connection {
  const { activity, fairness, log, messageTurns } = options;
  const records = { activity, log, ...(options.spareRoom !== undefined && { spareRoom: options.spareRoom }) };
  let identity: Identity | undefined;
  const asked = createAskedContainers(options.identifyContainer);
  let ended: 'connection' | 'helper' | undefined;
  const carrier = createSocketTransport(streamOf(socket), {
    maxBytes: maxRequestBytes,
    pace: {
      maxWaiting: maxWaitingMessages,
      nextTurn(task) {
        if (identity === undefined) {
          setImmediate(task);
          return;
        }
        fairness.noteArrival(identity.uid);
        messageTurns.next(identity.uid, task);
      },
    },
  });
  carrier.onClose(() => {
    ended ??= 'connection';
  });
  const service = serve<Caller>({
    transport: withoutListenerMessages(carrier, { hear, follow: asked.follow }),
    handlers: options.handlers,
    version: options.version,
    async admit(name, params, { raw }) {
      const caller = Caller.admit(identity, actionsOf(operations[name], params), asked.askedFor(raw));
      await options.gate.require(caller.identity, name, { params, actions: caller.actions });
      return caller;
    },
    around({ name, params, caller, signal }, run) {
      if (!Caller.isGenuine(caller)) throw new Error(`cannot run ${name}: its caller was not admitted`);
      const { identity: introduced, asked: meant } = caller;
      const { uid } = introduced;
      const runSame: typeof run = (record) => {
        if (meant !== undefined) requireSame(meant);
        return run(record);
      };
      noteOwner(signal, uid);
      return fairness.run(
        uid,
        name,
        () => recordRun(records, { name, params, identity: introduced, signal, ended: () => ended }, runSame),
        signal,
      );
    },
    onFault(error, name) {
      const reference = options.newReference();
      log('error', 'fault', {
        reference,
        operation: name.slice(0, 100),
        uid: identity?.uid,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      return reference;
    },
    onUndeclaredFailure({ code, message }, name: OperationName) {
      log('error', 'undeclared-failure', { operation: name, code, uid: identity?.uid, message });
    },
  });

  function hear(message: ListenerMessage): void {
    if (message.type === 'introduce' && identity === undefined) identity = message.identity;
    else if (identity === undefined || message.type === 'introduce')
      throw new Error('cannot serve: a client is introduced once, and before all else');
    else if (message.type === 'denied') noteDenial(message.denial, identity);
    else if (message.type === 'ask') void noteQuestion(message, identity);
    else asked[message.type](message.question);
  }

  /** After a fault of its own it is denied. */
  async function noteQuestion({ question, operation, name }: AskMessage, caller: Identity): Promise<void> {
    if (name !== undefined) asked.ask(question, name);
    const standing = await options.gate
      .standing(caller, operation, { name, container: name })
      .catch((error: unknown) => {
        log('error', 'role-unknown', { operation, uid: caller.uid, reason: messageOf(error) });
        return 'denied' as const;
      });
    carrier.send(notedOf(question, standing)).catch(() => undefined);
  }

  /** In the turn in which its handler begins. */
  function requireSame({ name, identity: before }: AskedContainer): void {
    if (options.identifyContainer(name) !== before) fail('container-replaced', { name });
  }

  function noteDenial({ name, params, ...denial }: ReportedDenial, caller: Identity): void {
    const { params: schema }: Operation = operations[name];
    recordDenial(records, { name, params: schema.parse(params), identity: caller }, denial);
  }

  return {
    // The listener logs why a connection of a client broke.
    ended: service.closed.then(() => undefined),
    close() {
      ended ??= 'helper';
      service.close();
    },
  };
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
