// SPDX-License-Identifier: Apache-2.0
/**
 * The client's side of one connection, whether its calls are run here or passed on: greets, keeps to the limit of calls,
 * cancels them with their caller, and answers failures.
 */

import {
  createMessageConnection,
  ErrorCodes,
  NullLogger,
  ParameterStructures,
  ResponseError,
  type CancellationToken,
} from 'vscode-jsonrpc';
import type { z } from 'zod';
import { fail, Failure, isFailure } from '../contract/errors.ts';
import { isOperationName, type OperationName } from '../contract/operations/index.ts';
import { createCallSignals } from './call-signals.ts';
import { parseParams } from './parse-params.ts';
import {
  failureErrorCode,
  helloMethod,
  helloParamsSchema,
  maxCallsPerConnection,
  protocolVersion,
} from './protocol.ts';
import type { Transport } from './transport.ts';
import { endsOf } from './transport-ends.ts';

/** What the client greeted with. */
type Greeting = z.output<typeof helloParamsSchema>;

export interface ServeCallsOptions {
  readonly transport: Transport;
  /** Answers a greeting whose protocol is this one. */
  readonly greet: (greeting: Greeting) => Promise<unknown>;
  /**
   * Answers a call of an operation that exists. The signal aborts when the caller cancels or disconnects. Rejects with a
   * failure, or with what `onFault` gets; a `ResponseError` is sent as it is.
   */
  readonly run: (name: OperationName, raw: unknown, signal: AbortSignal) => Promise<unknown>;
  /** Takes a notification; an error ends the connection. */
  readonly receive: (method: string, raw: unknown) => void;
  /** Is called with errors that are no failures; gives the reference under which it logged them. */
  readonly onFault: (error: unknown, name: string) => string;
}

export interface Service {
  /** Settles when the connection has ended and every call has cleaned up. */
  readonly closed: Promise<string | undefined>;
  /** Settles true when the first greeting has come, false when the connection ended without one. */
  readonly greeted: Promise<boolean>;
  close(): void;
}

export interface ServedCalls extends Service {
  /** Sends a notification; settles when the carrier has room for the next. Rejects when the connection has ended. */
  notify(method: string, params: object): Promise<void>;
}

export function serveCalls(options: ServeCallsOptions): ServedCalls {
  const { transport } = options;
  const { reader, writer } = endsOf(transport);
  const connection = createMessageConnection(reader, writer, NullLogger);
  const running = new Set<Promise<unknown>>();
  const signals = createCallSignals();
  let isGreeted = false;
  let isOver = false;
  const hasEnded = (): boolean => isOver;
  /** Settles when the greeting under way is answered, or was not. */
  let greeting: Promise<unknown> | undefined;
  let greet: (value: boolean) => void = () => undefined;
  const greeted = new Promise<boolean>((resolve) => {
    greet = resolve;
  });

  connection.onError(() => undefined);
  connection.onRequest((method, raw, token) => {
    const work = answer(method, raw, token).catch((error: unknown) => toResponseError(error, method));
    running.add(work);
    return work.finally(() => running.delete(work));
  });
  connection.onNotification((method, raw) => {
    try {
      options.receive(method, raw);
    } catch {
      transport.close();
    }
  });
  const closed = new Promise<string | undefined>((resolve) => {
    transport.onClose((reason) => {
      isOver = true;
      greet(false);
      signals.abortAll();
      void Promise.allSettled(running).then(() => resolve(reason));
    });
  });
  connection.listen();

  async function answer(method: string, raw: unknown, token: CancellationToken): Promise<unknown> {
    if (method === helloMethod) return hello(raw);
    const isOneTooMany = running.size >= maxCallsPerConnection;
    // A client may call before its greeting is answered.
    await greeting;
    if (!isGreeted) throw new ResponseError(ErrorCodes.InvalidRequest, `cannot answer ${method} before ${helloMethod}`);
    if (!isOperationName(method)) fail('operation-unknown', { operation: method });
    if (isOneTooMany) fail('too-busy', { limit: `${maxCallsPerConnection} calls on one connection` });
    const { signal, dispose } = signals.open(token);
    try {
      return await options.run(method, raw, signal);
    } catch (error) {
      if (signal.aborted && !isFailure(error)) fail('cancelled', {});
      throw error;
    } finally {
      dispose();
    }
  }

  function hello(raw: unknown): Promise<unknown> {
    const answered = answerGreeting(raw).then((answer) => {
      isGreeted = true;
      return answer;
    });
    greeting = answered.catch(() => undefined);
    return answered;
  }

  async function answerGreeting(raw: unknown): Promise<unknown> {
    const { protocol, interactive } = parseParams(helloParamsSchema, raw);
    if (protocol !== protocolVersion) fail('protocol-mismatch', { client: protocol, helper: protocolVersion });
    // A carrier may still give what came before its end.
    if (hasEnded()) fail('cancelled', {});
    greet(true);
    try {
      return await options.greet({ protocol, interactive });
    } catch (error) {
      if (hasEnded() && !isFailure(error)) fail('cancelled', {});
      throw error;
    }
  }

  function toResponseError(error: unknown, name: string): ResponseError<unknown> {
    if (error instanceof ResponseError) return error;
    const failure = isFailure(error) ? error : new Failure('internal', { reference: options.onFault(error, name) });
    return new ResponseError(failureErrorCode, failure.message, { code: failure.code, data: failure.data });
  }

  return {
    closed,
    greeted,
    notify: async (method, params) => connection.sendNotification(method, ParameterStructures.byName, params),
    close: () => transport.close(),
  };
}
