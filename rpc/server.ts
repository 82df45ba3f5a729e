/**
 * Serves the contract on one connection: greets, parses, asks for admission, runs the handler, keeps streams within
 * their credit.
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
import {
  isOperationName,
  operations,
  type ChannelName,
  type Input,
  type Item,
  type OperationName,
  type Params,
  type RequestName,
  type Result,
  type StreamName,
} from '../contract/operations/index.ts';
import { createCreditGate, type CreditGate } from './credit.ts';
import {
  creditMethod,
  creditParamsSchema,
  failureErrorCode,
  helloMethod,
  helloParamsSchema,
  itemMethod,
  itemParamsSchema,
  maximumCallsPerConnection,
  protocolVersion,
  streamCredit,
  streamParamsSchema,
} from './protocol.ts';
import { createQueue, type Queue } from './queue.ts';
import { endsOf, type Transport } from './transport.ts';

/** What a handler gets beside its params. `Caller` is whatever admission gave. */
export interface Call<Caller> {
  readonly caller: Caller;
  /** Aborts when the caller cancels or goes; the handler then cleans up and ends. */
  readonly signal: AbortSignal;
  /** The number under which `around` wrote this call down; undefined when it did not. */
  readonly record: number | undefined;
}

export type RequestHandler<Name extends RequestName, Caller> = (
  params: Params<Name>,
  call: Call<Caller>,
) => Promise<Result<Name>>;
export type StreamHandler<Name extends StreamName, Caller> = (
  params: Params<Name>,
  call: Call<Caller>,
) => AsyncGenerator<Item<Name>, Result<Name>, undefined>;
export type ChannelHandler<Name extends ChannelName, Caller> = (
  params: Params<Name>,
  call: Call<Caller> & { readonly input: AsyncIterable<Input<Name>> },
) => AsyncGenerator<Item<Name>, Result<Name>, undefined>;

/** A handler for every operation: leaving one out does not compile. */
export type Handlers<Caller> = { readonly [Name in RequestName]: RequestHandler<Name, Caller> } & {
  readonly [Name in StreamName]: StreamHandler<Name, Caller>;
} & {
  readonly [Name in ChannelName]: ChannelHandler<Name, Caller>;
};

/** What admission gets beside the operation and its params. */
export interface AdmissionContext {
  /** Aborts when the caller cancels or goes. */
  readonly signal: AbortSignal;
  /** False when the client said that nobody can answer a password prompt. */
  readonly isInteractive: boolean;
}

/** A call that was admitted and is about to run. */
export interface AdmittedCall<Caller> extends Omit<Call<Caller>, 'record'> {
  readonly name: OperationName;
  readonly params: unknown;
}

export interface ServeOptions<Caller> {
  readonly transport: Transport;
  readonly handlers: Handlers<Caller>;
  /** Version told in the greeting. */
  readonly version: string;
  /**
   * Asked after the params were parsed and before the handler runs; rejects with a failure to refuse. Without its
   * answer no handler can be called.
   */
  readonly admit: (name: OperationName, params: unknown, context: AdmissionContext) => Promise<Caller>;
  /** Told of errors that are no declared failures; gives the reference under which it wrote them down. */
  readonly onFault: (error: unknown, name: string) => string;
  /** Wraps each admitted call; the place for the activity log. */
  readonly around?: <T>(call: AdmittedCall<Caller>, run: (record?: number) => Promise<T>) => Promise<T>;
}

export interface Service {
  /** Settles when the connection has ended and every handler has cleaned up. */
  readonly closed: Promise<string | undefined>;
  /** Settles true at the first greeting, false when the connection ended without one. */
  readonly greeted: Promise<boolean>;
  close(): void;
}

interface OpenStream {
  readonly gate: CreditGate;
  receive(item: unknown): void;
}

export function serve<Caller>(options: ServeOptions<Caller>): Service {
  const { transport, handlers, admit } = options;
  const { reader, writer } = endsOf(transport);
  const connection = createMessageConnection(reader, writer, NullLogger);
  const streams = new Map<number, OpenStream>();
  const running = new Set<Promise<unknown>>();
  const signals = createCallSignals();
  const around = options.around ?? ((_call, run) => run());
  let isGreeted = false;
  let isInteractive = true;
  let isOver = false;
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
    if (running.size >= maximumCallsPerConnection)
      fail('too-busy', { limit: `${maximumCallsPerConnection} calls on one connection` });
    const { signal, dispose } = signals.open(token);
    try {
      return await dispatch(method, raw, signal);
    } catch (error) {
      if (signal.aborted && !isFailure(error)) fail('cancelled', {});
      throw error;
    } finally {
      dispose();
    }
  }

  function hello(raw: unknown): object {
    const { protocol, interactive } = parse(helloParamsSchema, raw);
    if (protocol !== protocolVersion) fail('protocol-mismatch', { client: protocol, helper: protocolVersion });
    isGreeted = true;
    isInteractive = interactive;
    greet(true);
    return { protocol: protocolVersion, version: options.version };
  }

  async function dispatch(name: OperationName, raw: unknown, signal: AbortSignal): Promise<unknown> {
    const operation = operations[name];
    if (operation.kind === 'request') {
      const params = parse(operation.params, raw);
      const caller = await admit(name, params, { signal, isInteractive });
      const handler = handlers[name as RequestName] as RequestHandler<RequestName, Caller>;
      return around({ name, params, caller, signal }, (record) => handler(params as never, { caller, signal, record }));
    }
    const envelope = parse(streamParamsSchema, raw);
    if (streams.has(envelope.stream))
      fail('params-invalid', { issues: [{ field: 'stream', problem: 'is already open on this connection' }] });
    const params = parse(operation.params, envelope.params);
    const gate = createCreditGate(envelope.credit);
    const isChannel = operation.kind === 'channel';
    const input = createInput(name as ChannelName, envelope.stream);
    streams.set(envelope.stream, { gate, receive: isChannel ? input.receive : refuseInput });
    try {
      const caller = await admit(name, params, { signal, isInteractive });
      const handler = handlers[name as StreamName] as (
        params: unknown,
        call: Call<Caller> & { input: AsyncIterable<unknown> },
      ) => AsyncGenerator<unknown, unknown, undefined>;
      return await around({ name, params, caller, signal }, (record) =>
        pump(handler(params, { caller, signal, record, input: input.queue }), envelope.stream, gate, signal),
      );
    } finally {
      input.queue.end();
      streams.delete(envelope.stream);
    }
  }

  async function pump(
    items: AsyncGenerator<unknown, unknown, undefined>,
    stream: number,
    gate: CreditGate,
    signal: AbortSignal,
  ): Promise<unknown> {
    try {
      for (;;) {
        await gate.take(signal);
        const next = await items.next();
        if (next.done === true) return next.value;
        await connection.sendNotification(itemMethod, ParameterStructures.byName, { stream, item: next.value });
      }
    } finally {
      await items.return(undefined);
    }
  }

  function createInput(
    name: ChannelName,
    stream: number,
  ): { readonly queue: Queue<unknown>; receive(item: unknown): void } {
    const queue = createQueue<unknown>(() => {
      if (!isOver && streams.has(stream))
        connection
          .sendNotification(creditMethod, ParameterStructures.byName, { stream, credit: 1 })
          .catch(() => undefined);
    });
    return {
      queue,
      receive(item) {
        const parsed = operations[name].input.safeParse(item);
        if (!parsed.success) queue.fail(new Failure('params-invalid', { issues: issuesOf(parsed.error) }));
        else if (queue.push(parsed.data) > streamCredit) transport.close();
      },
    };
  }

  function receive(method: string, raw: unknown): void {
    if (method === creditMethod) {
      const { stream, credit } = creditParamsSchema.parse(raw);
      streams.get(stream)?.gate.grant(credit);
    } else if (method === itemMethod) {
      const { stream, item } = itemParamsSchema.parse(raw);
      streams.get(stream)?.receive(item);
    }
  }

  function toResponseError(error: unknown, name: string): ResponseError<unknown> {
    if (error instanceof ResponseError) return error;
    const failure = isFailure(error) ? error : new Failure('internal', { reference: options.onFault(error, name) });
    return new ResponseError(failureErrorCode, failure.message, { code: failure.code, data: failure.data });
  }

  return { closed, greeted, close: () => transport.close() };
}

function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) fail('params-invalid', { issues: issuesOf(parsed.error) });
  return parsed.data;
}

function issuesOf(error: z.ZodError): { field: string; problem: string }[] {
  return error.issues.slice(0, 8).map((issue) => ({
    field: issue.path.map(String).join('.').slice(0, maximumProblemLength),
    problem: issue.message.slice(0, maximumProblemLength),
  }));
}

/** A problem quotes what the client sent, which may be long. */
const maximumProblemLength = 200;

function refuseInput(): never {
  throw new Error('input for a stream that takes none');
}

/** The signals of the calls under way on one connection. */
function createCallSignals(): {
  open(token: CancellationToken): { readonly signal: AbortSignal; dispose(): void };
  abortAll(): void;
} {
  const controllers = new Set<AbortController>();
  let isOver = false;
  const cancel = (controller: AbortController): void => controller.abort(new Failure('cancelled', {}));
  return {
    open(token) {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => cancel(controller));
      controllers.add(controller);
      if (isOver || token.isCancellationRequested) cancel(controller);
      return {
        signal: controller.signal,
        dispose: () => {
          subscription.dispose();
          controllers.delete(controller);
        },
      };
    },
    abortAll() {
      isOver = true;
      for (const controller of controllers) cancel(controller);
    },
  };
}
