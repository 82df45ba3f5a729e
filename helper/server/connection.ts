// SPDX-License-Identifier: Apache-2.0
/**
 * One client's connection, from its acceptance to its end: identity, greeting, calls, and every descriptor closed in
 * any case.
 */

import { closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { maxRequestBytes, maxWaitingMessages } from '../../rpc/protocol.ts';
import type { Handlers } from '../../rpc/handlers.ts';
import { serve } from '../../rpc/server.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import { actionsOf, type Operation } from '../../contract/operation.ts';
import { operations } from '../../contract/operations/index.ts';
import { type Authority, Caller } from './caller.ts';
import { noteOwner } from '../system/work/call-owner.ts';
import { watchReadiness } from '../system/native/native.ts';
import type { Identity } from './identity.ts';
import type { ActivityLog } from '../journal/activity-log.ts';
import type { SpareRoom } from '../journal/spare-room.ts';
import type { Log } from '../system/log.ts';
import type { Fairness } from './fairness.ts';
import type { MessageTurns } from './message-turns.ts';
import { recordDenial, recordRun } from './record-activity.ts';
import { subjectOf } from './subject.ts';
import { streamOf } from './socket-stream.ts';

export interface ConnectionOptions {
  readonly authority: Authority;
  readonly handlers: Handlers<Caller>;
  readonly activity: ActivityLog;
  readonly log: Log;
  readonly spareRoom?: SpareRoom;
  /** For what a client can cause at will. */
  readonly limitedLog: Log;
  /** Shared by all connections, as are `messageTurns`. */
  readonly fairness: Fairness;
  readonly messageTurns: MessageTurns;
  readonly version: string;
  /** Gives the reference under which a fault is logged. */
  readonly newReference: () => string;
  readonly helloTimeoutMs: number;
  readonly frameTimeoutMs: number;
  readonly maxBacklogBytes: number;
  readonly stallTimeoutMs: number;
}

export interface Connection {
  /** Settles when the socket is closed, every handler has ended, and the pidfd is closed. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Takes over `identity.pidfd`. */
export function serveConnection(socket: Socket, identity: Identity, options: ConnectionOptions): Connection {
  const { activity, authority, fairness, log, messageTurns } = options;
  const { uid, pid } = identity;
  const records = { activity, log, ...(options.spareRoom !== undefined && { spareRoom: options.spareRoom }) };
  // A connection belongs to the process that made it: when that ends, a process that inherited the socket has no rights
  // by it.
  const life = watchReadiness(identity.pidfd, () => {
    life.stop();
    socket.destroy();
  });
  const transport = createSocketTransport(streamOf(socket), {
    maxBytes: maxRequestBytes,
    frameTimeoutMs: options.frameTimeoutMs,
    maxBacklogBytes: options.maxBacklogBytes,
    stallTimeoutMs: options.stallTimeoutMs,
    pace: {
      maxWaiting: maxWaitingMessages,
      nextTurn(task) {
        fairness.noteArrival(uid);
        messageTurns.next(uid, task);
      },
    },
  });
  let ended: 'connection' | 'helper' | undefined;
  transport.onClose(() => {
    ended ??= 'connection';
  });
  const service = serve<Caller>({
    transport,
    handlers: options.handlers,
    version: options.version,
    admit(name, params, { signal, isInteractive }) {
      const operation: Operation = operations[name];
      const mayPrompt = isInteractive && operation.promptsNobody !== true;
      const request = {
        identity,
        actions: actionsOf(operation, params),
        container: subjectOf(params),
        isInteractive: mayPrompt,
      };
      return recordDenial({ activity, log: options.limitedLog }, { name, params, identity, signal }, () =>
        Caller.admit(authority, request, signal),
      );
    },
    around({ name, params, caller, signal }, run) {
      if (!Caller.isGenuine(caller)) throw new Error(`cannot run ${name}: its caller was not admitted`);
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
        uid,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      return reference;
    },
    onUndeclaredFailure({ code, message }, name) {
      log('error', 'undeclared-failure', { operation: name, code, uid, message });
    },
  });
  const greeting = setTimeout(() => service.close(), options.helloTimeoutMs);
  void service.greeted.then(() => clearTimeout(greeting));
  const closed = service.closed.then((reason) => {
    life.stop();
    closeSync(identity.pidfd);
    if (reason !== undefined) options.limitedLog('warning', 'connection-broken', { uid, pid, reason });
  });
  return {
    ended: closed,
    close() {
      ended ??= 'helper';
      service.close();
    },
  };
}
