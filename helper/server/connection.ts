// SPDX-License-Identifier: Apache-2.0
/**
 * One connection of the listener, which carries the calls of one client: who that is comes first, then calls that polkit
 * has authorised.
 */

import type { Socket } from 'node:net';
import { actionsOf, type Operation } from '../../contract/operation.ts';
import { operations, type OperationName } from '../../contract/operations/index.ts';
import type { Handlers } from '../../rpc/handlers.ts';
import { maxRequestBytes, maxWaitingMessages } from '../../rpc/protocol.ts';
import { serve } from '../../rpc/server.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import type { Transport } from '../../rpc/transport.ts';
import type { ActivityLog } from '../journal/activity-log.ts';
import type { SpareRoom } from '../journal/spare-room.ts';
import type { Log } from '../system/log.ts';
import { streamOf } from '../system/native/socket-stream.ts';
import { noteOwner } from '../system/work/call-owner.ts';
import { Caller } from './caller.ts';
import type { Fairness } from './fairness.ts';
import type { Identity } from './identity.ts';
import { type ListenerMessage, parseListenerMessage, type ReportedDenial } from './listener-messages.ts';
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
    transport: withoutListenerMessages(carrier, hear),
    handlers: options.handlers,
    version: options.version,
    admit: async (name, params) => Caller.admit(identity, actionsOf(operations[name], params)),
    around({ name, params, caller, signal }, run) {
      if (!Caller.isGenuine(caller)) throw new Error(`cannot run ${name}: its caller was not admitted`);
      const { uid } = caller.identity;
      noteOwner(signal, uid);
      return fairness.run(
        uid,
        name,
        () => recordRun(records, { name, params, identity: caller.identity, signal, ended: () => ended }, run),
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
    else if (message.type === 'denied' && identity !== undefined) noteDenial(message.denial, identity);
    else throw new Error('cannot serve: a client is introduced once, and before all else');
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

/** Hands the listener's own messages to `hear`, and the rest on; what is neither ends the connection. */
function withoutListenerMessages(transport: Transport, hear: (message: ListenerMessage) => void): Transport {
  return {
    ...transport,
    onMessage(listener) {
      transport.onMessage((message) => {
        const own = parseListenerMessage(message);
        if (own === undefined) listener(message);
        else hear(own);
      });
    },
  };
}
