// SPDX-License-Identifier: Apache-2.0
/**
 * Calls by JSON-RPC 2.0: requests that can be cancelled, and notifications in both directions. The library that answers
 * calls in the helper does this too, and is far larger than a window should load before its first picture.
 */

import type { Message } from 'vscode-jsonrpc';
import { cancelMethod } from './protocol.ts';
import type { Transport } from './transport.ts';

/** The error object of an answer. */
export class ErrorAnswer extends Error {
  readonly data: unknown;

  constructor(message: string, data: unknown) {
    super(message);
    this.name = 'ErrorAnswer';
    this.data = data;
  }
}

/** The error with which a call on an ended connection rejects. */
export class ConnectionClosedError extends Error {
  constructor(reason: string | undefined) {
    super(
      reason === undefined
        ? 'the connection to the helper has ended'
        : `the connection to the helper has ended: ${reason}`,
    );
    this.name = 'ConnectionClosedError';
  }
}

export interface Caller {
  /**
   * Gives the result of the answer. Rejects with an {@link ErrorAnswer}, or with a {@link ConnectionClosedError}. The
   * signal asks the other side to end the call, whose answer is waited for all the same.
   */
  request(method: string, params: object, signal: AbortSignal | undefined): Promise<unknown>;
  /** Settles when the carrier has room for the next message; sends nothing when the connection has ended. */
  notify(method: string, params: object): Promise<void>;
  /** Settles when the connection has ended; gives the reason, undefined for an ordinary end. */
  readonly closed: Promise<string | undefined>;
}

interface Call {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Takes all messages of the transport, and hands each notification to `receive`. */
export function createCaller(transport: Transport, receive: (method: string, params: unknown) => void): Caller {
  const calls = new Map<unknown, Call>();
  let nextId = 0;
  /** Every call rejects with this error from the end of the connection on. */
  let end: ConnectionClosedError | undefined;

  const closed = new Promise<string | undefined>((resolve) => {
    transport.onClose((reason) => {
      end = new ConnectionClosedError(reason);
      for (const call of calls.values()) call.reject(end);
      calls.clear();
      resolve(reason);
    });
  });
  transport.onMessage((message) => {
    const { id, method, params, result, error } = message as IncomingMessage;
    if (typeof method === 'string') {
      // A request of the other side is none of this protocol, and gets no answer.
      if (id === undefined) receive(method, params);
      return;
    }
    const call = calls.get(id);
    calls.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new ErrorAnswer(String(error.message), error.data));
  });

  async function send(body: object): Promise<void> {
    if (end === undefined) await transport.send({ jsonrpc: '2.0', ...body });
  }

  async function request(method: string, params: object, signal: AbortSignal | undefined): Promise<unknown> {
    if (end !== undefined) throw end;
    const id = nextId++;
    const answered = new Promise<unknown>((resolve, reject) => calls.set(id, { resolve, reject }));
    const cancel = (): void => void send({ method: cancelMethod, params: { id } }).catch(() => undefined);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      await Promise.race([send({ id, method, params }), answered]);
      return await answered;
    } finally {
      calls.delete(id);
      signal?.removeEventListener('abort', cancel);
    }
  }

  return { request, notify: (method, params) => send({ method, params }), closed };
}

interface IncomingMessage extends Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message?: unknown; readonly data?: unknown };
}
