// SPDX-License-Identifier: Apache-2.0
/**
 * Serves the contract on one connection: greets, dispatches each call, and answers with its result or with a failure
 * that its operation declares.
 */

import {
  createMessageConnection,
  ErrorCodes,
  NullLogger,
  ParameterStructures,
  ResponseError,
  type CancellationToken,
} from 'vscode-jsonrpc';
import { fail, Failure, isFailure } from '../contract/errors.ts';
import { isOperationName, mayFailWith, type OperationName } from '../contract/operations/index.ts';
import { createCallSignals } from './call-signals.ts';
import { createDispatcher, type AdmittedCall } from './dispatch.ts';
import type { Handlers } from './handlers.ts';
import { parseParams } from './parse-params.ts';
import {
  creditMethod,
  creditParamsSchema,
  failureErrorCode,
  helloMethod,
  helloParamsSchema,
  itemMethod,
  itemParamsSchema,
  maxCallsPerConnection,
  protocolVersion,
} from './protocol.ts';
import { endsOf, type Transport } from './transport.ts';

/** What admission gets besides the operation and its params. */
interface AdmissionContext {
  /** Aborts when the caller cancels or disconnects. */
  readonly signal: AbortSignal;
  /** False when the client said that nobody can answer a password prompt. */
  readonly isInteractive: boolean;
}

export interface ServeOptions<Caller> {
  readonly transport: Transport;
  readonly handlers: Handlers<Caller>;
  /** The version that the greeting reports. */
  readonly version: string;
  /**
   * Called after the params were parsed and before the handler runs; to deny the call it rejects with a failure. No
   * handler is called without its answer.
   */
  readonly admit: (name: OperationName, params: unknown, context: AdmissionContext) => Promise<Caller>;
  /** Called with errors that are no declared failures; gives the reference under which it logged them. */
  readonly onFault: (error: unknown, name: string) => string;
  /**
   * Called with a failure that the operation does not declare, which is then sent to the caller. Without this callback
   * such a failure is a fault, so that tests find it.
   */
  readonly onUndeclaredFailure?: (failure: Failure, name: OperationName) => void;
  /** Wraps each admitted call; the activity log uses it. */
  readonly around?: <T>(call: AdmittedCall<Caller>, run: (record?: number) => Promise<T>) => Promise<T>;
}

export interface Service {
  /** Settles when the connection has ended and every handler has cleaned up. */
  readonly closed: Promise<string | undefined>;
  /** Settles true at the first greeting, false when the connection ended without one. */
  readonly greeted: Promise<boolean>;
  close(): void;
}

export function serve<Caller>(options: ServeOptions<Caller>): Service {
  const { transport } = options;
  const { reader, writer } = endsOf(transport);
  const connection = createMessageConnection(reader, writer, NullLogger);
  const running = new Set<Promise<unknown>>();
  const signals = createCallSignals();
  let isGreeted = false;
  let isInteractive = true;
  let isOver = false;
  const dispatcher = createDispatcher<Caller>({
    handlers: options.handlers,
    admit: (name, params, signal) => options.admit(name, params, { signal, isInteractive }),
    around: options.around ?? ((_call, run) => run()),
    sendItem: (stream, item) => connection.sendNotification(itemMethod, ParameterStructures.byName, { stream, item }),
    sendCredit(stream) {
      if (isOver) return;
      connection
        .sendNotification(creditMethod, ParameterStructures.byName, { stream, credit: 1 })
        .catch(() => undefined);
    },
    onViolation: () => transport.close(),
  });
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
      receive(method, raw);
    } catch {
      transport.close();
    }
  });
  const closed = new Promise<string | undefined>((resolve) => {
    transport.onClose((reason) => {
      greet(false);
      isOver = true;
      signals.abortAll();
      void Promise.allSettled(running).then(() => resolve(reason));
    });
  });
  connection.listen();

  async function answer(method: string, raw: unknown, token: CancellationToken): Promise<unknown> {
    if (method === helloMethod) return hello(raw);
    if (!isGreeted) throw new ResponseError(ErrorCodes.InvalidRequest, `cannot answer ${method} before ${helloMethod}`);
    if (!isOperationName(method)) fail('operation-unknown', { operation: method });
    if (running.size >= maxCallsPerConnection)
      fail('too-busy', { limit: `${maxCallsPerConnection} calls on one connection` });
    const { signal, dispose } = signals.open(token);
    try {
      return await dispatcher.run(method, raw, signal);
    } catch (error) {
      if (signal.aborted && !isFailure(error)) fail('cancelled', {});
      throw isFailure(error) && !mayFailWith(method, error.code) ? reportUndeclared(error, method) : error;
    } finally {
      dispose();
    }
  }

  function hello(raw: unknown): object {
    const { protocol, interactive } = parseParams(helloParamsSchema, raw);
    if (protocol !== protocolVersion) fail('protocol-mismatch', { client: protocol, helper: protocolVersion });
    isGreeted = true;
    isInteractive = interactive;
    greet(true);
    return { protocol: protocolVersion, version: options.version };
  }

  function reportUndeclared(failure: Failure, name: OperationName): Error {
    if (options.onUndeclaredFailure === undefined)
      return new Error(`${name} failed with ${failure.code}, which it does not declare: ${failure.message}`);
    options.onUndeclaredFailure(failure, name);
    return failure;
  }

  function receive(method: string, raw: unknown): void {
    if (method === creditMethod) {
      const { stream, credit } = creditParamsSchema.parse(raw);
      dispatcher.grant(stream, credit);
    } else if (method === itemMethod) {
      const { stream, item } = itemParamsSchema.parse(raw);
      dispatcher.receive(stream, item);
    }
  }

  function toResponseError(error: unknown, name: string): ResponseError<unknown> {
    if (error instanceof ResponseError) return error;
    const failure = isFailure(error) ? error : new Failure('internal', { reference: options.onFault(error, name) });
    return new ResponseError(failureErrorCode, failure.message, { code: failure.code, data: failure.data });
  }

  return { closed, greeted, close: () => transport.close() };
}
