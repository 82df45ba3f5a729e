// SPDX-License-Identifier: Apache-2.0
/**
 * Passes the calls of one client on to another server of the contract, after they were parsed and admitted. What comes
 * back is passed on as it is.
 */

import {
  CancellationTokenSource,
  createMessageConnection,
  NullLogger,
  ParameterStructures,
  type CancellationToken,
} from 'vscode-jsonrpc';
import { fail } from '../contract/errors.ts';
import type { OperationName } from '../contract/operations/index.ts';
import { hasEndedWithConnection } from './call-signals.ts';
import { parseCall } from './parse-call.ts';
import { creditMethod, creditParamsSchema, helloMethod, itemMethod, itemParamsSchema } from './protocol.ts';
import { type Service, serveCalls } from './serve-calls.ts';
import { createPendingStreams } from './pending-streams.ts';
import type { Transport } from './transport.ts';
import { endsOf } from './transport-ends.ts';

/** A call that was parsed and wants to be passed on. */
export interface RelayedCall {
  readonly name: OperationName;
  /** Holds the params as the operation's schema has them. */
  readonly params: unknown;
  /** Aborts when the caller cancels or disconnects. */
  readonly signal: AbortSignal;
  /** False when the client said that nobody can answer a password prompt. */
  readonly isInteractive: boolean;
}

export interface RelayOptions {
  readonly client: Transport;
  /** Connects the server; called once, at the client's first greeting. */
  readonly connect: () => Transport;
  /** Rejects with a failure to deny the call. Nothing is passed on without its answer. */
  readonly admit: (call: RelayedCall) => Promise<void>;
  /** Is called with the same call right before it is passed on: nothing comes between what this sends and the call. */
  readonly beforePassing?: (call: RelayedCall) => void;
  /** Is called with errors that are no failures; gives the reference under which it logged them. */
  readonly onFault: (error: unknown, name: string) => string;
}

interface Server {
  request(method: string, params: unknown, token: CancellationToken): Promise<unknown>;
  notify(method: string, params: object): void;
}

/** The end of either connection ends the other. */
export function relay({ client, connect, admit, beforePassing, onFault }: RelayOptions): Service {
  const pending = createPendingStreams(passOn);
  let server: Server | undefined;
  let isInteractive = true;
  const calls = serveCalls({
    transport: client,
    async greet(greeting) {
      isInteractive = greeting.interactive;
      server ??= open(connect());
      return request(server, { method: helloMethod, params: greeting });
    },
    run,
    receive,
    onFault,
  });

  function open(transport: Transport): Server {
    const { reader, writer } = endsOf(transport);
    const connection = createMessageConnection(reader, writer, NullLogger);
    connection.onError(() => undefined);
    connection.onNotification((method, params) => {
      calls.notify(method, params as object).catch(() => undefined);
    });
    transport.onClose(() => {
      client.close();
      // Answers that are waited for do not come any more.
      connection.dispose();
    });
    client.onClose(() => transport.close());
    connection.listen();
    return {
      request: (method, params, token) => connection.sendRequest(method, ParameterStructures.byName, params, token),
      notify(method, params) {
        connection.sendNotification(method, ParameterStructures.byName, params).catch(() => undefined);
      },
    };
  }

  async function run(name: OperationName, raw: unknown, signal: AbortSignal): Promise<unknown> {
    if (server === undefined) throw new Error(`cannot pass on ${name}: there was no greeting`);
    const { params, stream } = parseCall(name, raw);
    const call = { name, params, signal, isInteractive };
    if (stream === undefined) {
      await admit(call);
      beforePassing?.(call);
      return request(server, { method: name, params: raw }, signal);
    }
    if (!pending.begin(stream))
      fail('params-invalid', { issues: [{ field: 'stream', problem: 'is already open on this connection' }] });
    try {
      await admit(call);
    } catch (error) {
      pending.drop(stream);
      throw error;
    }
    beforePassing?.(call);
    const answered = request(server, { method: name, params: raw }, signal);
    pending.release(stream);
    return answered;
  }

  function receive(method: string, raw: unknown): void {
    if (method === creditMethod) pending.take(creditParamsSchema.parse(raw), method);
    else if (method === itemMethod) pending.take(itemParamsSchema.parse(raw), method);
  }

  function passOn(method: string, params: object): void {
    server?.notify(method, params);
  }

  return calls;
}

async function request(
  server: Server,
  { method, params }: { readonly method: string; readonly params: unknown },
  signal?: AbortSignal,
): Promise<unknown> {
  const source = new CancellationTokenSource();
  // The end of the client ends the server's connection too, which says more than a cancellation would.
  const cancel = (): void => {
    if (signal === undefined || !hasEndedWithConnection(signal)) source.cancel();
  };
  if (signal?.aborted === true) cancel();
  else signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await server.request(method, params, source.token);
  } finally {
    signal?.removeEventListener('abort', cancel);
    source.dispose();
  }
}
