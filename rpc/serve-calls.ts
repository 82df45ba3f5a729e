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
import { type CallSignals, createCallSignals } from './call-signals.ts';
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

interface ServedConnection {
  readonly options: ServeCallsOptions;
  readonly running: Set<Promise<unknown>>;
  readonly signals: CallSignals;
  /** Settles when the greeting under way is answered, or was not. */
  greeting: Promise<unknown> | undefined;
  isGreeted: boolean;
  isOver: boolean;
  /** Settles `greeted`. */
  settleGreeted: (isGreeted: boolean) => void;
}

export function serveCalls(options: ServeCallsOptions): ServedCalls {
  const { transport } = options;
  const { reader, writer } = endsOf(transport);
  const connection = createMessageConnection(reader, writer, NullLogger);
  const served: ServedConnection = {
    options,
    running: new Set(),
    signals: createCallSignals(),
    greeting: undefined,
    isGreeted: false,
    isOver: false,
    settleGreeted: () => undefined,
  };
  const greeted = new Promise<boolean>((resolve) => {
    served.settleGreeted = resolve;
  });
  connection.onError(() => undefined);
  connection.onRequest((method, raw, token) => answer(served, { method, raw, token }));
  connection.onNotification((method, raw) => {
    try {
      options.receive(method, raw);
    } catch {
      transport.close();
    }
  });
  const closed = endWith(served);
  connection.listen();

  return {
    closed,
    greeted,
    notify: async (method, params) => connection.sendNotification(method, ParameterStructures.byName, params),
    close: () => transport.close(),
  };
}

/** Aborts all calls when the transport closes; resolves when they have ended. */
function endWith(served: ServedConnection): Promise<string | undefined> {
  return new Promise((resolve) => {
    served.options.transport.onClose((reason) => {
      served.isOver = true;
      served.settleGreeted(false);
      served.signals.abortAll();
      void Promise.allSettled(served.running).then(() => resolve(reason));
    });
  });
}

interface ArrivedCall {
  readonly method: string;
  readonly raw: unknown;
  readonly token: CancellationToken;
}

function answer(served: ServedConnection, call: ArrivedCall): Promise<unknown> {
  const work = run(served, call).catch((error: unknown) => toResponseError(served, error, call.method));
  served.running.add(work);
  return work.finally(() => served.running.delete(work));
}

/** Runs a call of a client that has greeted; a client may call before its greeting is answered. */
async function run(served: ServedConnection, { method, raw, token }: ArrivedCall): Promise<unknown> {
  if (method === helloMethod) return hello(served, raw);
  const isOneTooMany = served.running.size >= maxCallsPerConnection;
  await served.greeting;
  if (!served.isGreeted)
    throw new ResponseError(ErrorCodes.InvalidRequest, `cannot answer ${method} before ${helloMethod}`);
  if (!isOperationName(method)) fail('operation-unknown', { operation: method });
  if (isOneTooMany) fail('too-busy', { limit: `${maxCallsPerConnection} calls on one connection` });
  const { signal, dispose } = served.signals.open(token);
  try {
    return await served.options.run(method, raw, signal);
  } catch (error) {
    if (signal.aborted && !isFailure(error)) fail('cancelled', {});
    throw error;
  } finally {
    dispose();
  }
}

function hello(served: ServedConnection, raw: unknown): Promise<unknown> {
  const answered = answerGreeting(served, raw).then((answer) => {
    served.isGreeted = true;
    return answer;
  });
  served.greeting = answered.catch(() => undefined);
  return answered;
}

async function answerGreeting(served: ServedConnection, raw: unknown): Promise<unknown> {
  const { protocol, interactive } = parseParams(helloParamsSchema, raw);
  if (protocol !== protocolVersion) fail('protocol-mismatch', { client: protocol, helper: protocolVersion });
  // A carrier may still give what came before its end.
  if (hasEnded(served)) fail('cancelled', {});
  served.settleGreeted(true);
  try {
    return await served.options.greet({ protocol, interactive });
  } catch (error) {
    if (hasEnded(served) && !isFailure(error)) fail('cancelled', {});
    throw error;
  }
}

/** Reads it again each time: the compiler assumes that a property that was false once stays false. */
function hasEnded({ isOver }: ServedConnection): boolean {
  return isOver;
}

function toResponseError({ options }: ServedConnection, error: unknown, name: string): ResponseError<unknown> {
  if (error instanceof ResponseError) return error;
  const failure = isFailure(error) ? error : new Failure('internal', { reference: options.onFault(error, name) });
  return new ResponseError(failureErrorCode, failure.message, { code: failure.code, data: failure.data });
}
