// SPDX-License-Identifier: Apache-2.0
/**
 * A typed client of the contract over any transport. It is given where operations are found, because the window loads
 * few of them before its first picture; `connect.ts` has all of them.
 */

import type { z } from 'zod';
import { Failure, failureFromWire } from '../contract/errors.ts';
import type {
  ChannelName,
  channels,
  Input,
  Item,
  ParamsInput,
  RequestName,
  requests,
  Result,
  StreamName,
  streams,
} from '../contract/operations/index.ts';
import { createCreditGate, createCreditGrants } from './async/credit.ts';
import {
  creditMethod,
  creditParamsSchema,
  helloMethod,
  helloResultSchema,
  itemMethod,
  itemParamsSchema,
  protocolVersion,
  streamCredit,
} from './protocol.ts';
import { createQueue } from './async/queue.ts';
import { createCaller, ErrorAnswer } from './json-rpc-caller.ts';
import { readAnswer } from './read-answer.ts';
import type { Transport } from './transport.ts';

export { ConnectionClosedError } from './json-rpc-caller.ts';

interface CallOptions {
  /** Cancels the call; the promise then rejects with the failure `cancelled`. */
  readonly signal?: AbortSignal;
}

export interface ConnectOptions extends CallOptions {
  /** False when nobody is there to type a password; an action that needs one is then not authorised, at once. */
  readonly isInteractive?: boolean;
}

/** Describes a running stream: its items, and the answer that ends it. Leaving the loop early cancels it. */
export interface RemoteStream<Item, Result> extends AsyncIterable<Item> {
  readonly result: Promise<Result>;
}

/** A stream to which the caller also sends. `send` waits while the other side has no room. */
export interface RemoteChannel<Item, Result, Input> extends RemoteStream<Item, Result> {
  send(input: Input): Promise<void>;
}

export interface Client {
  /** Gives the version of the helper. */
  readonly version: string;
  request<Name extends RequestName>(
    name: Name,
    params: ParamsInput<Name>,
    options?: CallOptions,
  ): Promise<Result<Name>>;
  stream<Name extends StreamName>(
    name: Name,
    params: ParamsInput<Name>,
    options?: CallOptions,
  ): RemoteStream<Item<Name>, Result<Name>>;
  channel<Name extends ChannelName>(
    name: Name,
    params: ParamsInput<Name>,
    options?: CallOptions,
  ): RemoteChannel<Item<Name>, Result<Name>, Input<Name>>;
  /** Says whether somebody is there to type a password from now on. Calls that wait already are not asked again. */
  setInteractive(isInteractive: boolean): Promise<void>;
  /** Settles when the connection has ended; gives the reason, undefined for an ordinary end. */
  readonly closed: Promise<string | undefined>;
  close(): void;
}

/** What the contract declares of an operation; asked before each call of it. */
export interface Declarations {
  request<Name extends RequestName>(name: Name): Awaitable<(typeof requests)[Name]>;
  stream<Name extends StreamName>(name: Name): Awaitable<(typeof streams)[Name]>;
  channel<Name extends ChannelName>(name: Name): Awaitable<(typeof channels)[Name]>;
}

type Awaitable<T> = T | Promise<T>;

interface OpenStream {
  receive(item: unknown): void;
  grant(credit: number): void;
}

/**
 * Greets the helper at the other end and gives a client.
 * Rejects with the failure `protocol-mismatch`, or with {@link ConnectionClosedError} when the other end closes the
 * connection first.
 */
export function connectWith(
  declarations: Declarations,
  transport: Transport,
  options: ConnectOptions = {},
): Promise<Client> {
  return greetWith(declarations, transport, options).client;
}

/** What there is before the greeting is answered. */
export interface Greeted {
  /** Rejects as that of {@link connectWith} does. */
  readonly client: Promise<Client>;
  /** A request may follow the greeting at once; the helper answers it after the greeting, or rejects both. */
  readonly request: Client['request'];
}

/**
 * Sends a greeting together with the first call, for a client that has something to ask in any case. It saves one round
 * trip.
 */
export function greetWith(declarations: Declarations, transport: Transport, options: ConnectOptions = {}): Greeted {
  const openStreams = new Map<number, OpenStream>();
  const caller = createCaller(transport, receive);
  let nextStream = 0;

  function receive(method: string, raw: unknown): void {
    if (method === itemMethod) {
      const { data } = itemParamsSchema.safeParse(raw);
      if (data !== undefined) openStreams.get(data.stream)?.receive(data.item);
    } else if (method === creditMethod) {
      const { data } = creditParamsSchema.safeParse(raw);
      if (data !== undefined) openStreams.get(data.stream)?.grant(data.credit);
    }
  }

  async function call(method: string, params: object, signal: AbortSignal | undefined): Promise<unknown> {
    if (signal?.aborted === true) throw new Failure('cancelled', {});
    try {
      return await caller.request(method, params, signal);
    } catch (error) {
      throw rebuild(error);
    }
  }

  function open<Item, Result>(
    name: StreamName | ChannelName,
    declared: Awaitable<{ readonly item: z.ZodType<Item>; readonly result: z.ZodType<Result> }>,
    params: object,
    callOptions: CallOptions,
  ): RemoteChannel<Item, Result, unknown> {
    const stream = nextStream++;
    const abort = new AbortController();
    const signal =
      callOptions.signal === undefined ? abort.signal : AbortSignal.any([abort.signal, callOptions.signal]);
    const gate = createCreditGate(streamCredit);
    const items = createQueue<Item>(createCreditGrants((credit) => notify(creditMethod, { stream, credit })));
    let isOpen = true;
    /** Why an item could not be read. The stream is then cancelled, and the other side may end it without an error. */
    let unreadable: Error | undefined;

    function notify(method: string, body: object): void {
      if (isOpen) caller.notify(method, body).catch(() => undefined);
    }

    const result = once(declared, async (operation) => {
      openStreams.set(stream, {
        receive: (item) => {
          const parsed = readAnswer(operation.item, item);
          if (parsed.success) items.push(parsed.data);
          else abort.abort((unreadable ??= new Error(`cannot read an item of ${name}: ${parsed.error.message}`)));
        },
        grant: gate.grant,
      });
      const answer = await call(name, { stream, credit: streamCredit, params }, signal).catch((error: unknown) => {
        throw unreadable ?? error;
      });
      if (unreadable !== undefined) throw unreadable;
      return resultOf(operation.result, answer);
    }).finally(() => {
      isOpen = false;
      openStreams.delete(stream);
    });
    result.then(items.end, items.fail);

    return {
      result,
      async send(input) {
        // The input goes after the call itself, which waits for the same.
        await declared;
        await gate.take(signal);
        if (!isOpen) throw new Failure('cancelled', {});
        await caller.notify(itemMethod, { stream, item: input });
      },
      async *[Symbol.asyncIterator]() {
        try {
          yield* items;
        } finally {
          if (isOpen) abort.abort();
        }
      },
    };
  }

  async function greet(isInteractive: boolean, signal?: AbortSignal) {
    const greeting = { protocol: protocolVersion, interactive: isInteractive };
    return resultOf(helloResultSchema, await call(helloMethod, greeting, signal));
  }

  const request: Client['request'] = (name, params, callOptions = {}) =>
    once(declarations.request(name), async ({ result }) =>
      resultOf(result, await call(name, params, callOptions.signal)),
    );

  async function connectClient(): Promise<Client> {
    const { version } = await greet(options.isInteractive ?? true, options.signal).catch((error: unknown) => {
      transport.close();
      throw error;
    });
    return {
      version,
      request,
      stream: (name, params, callOptions = {}) => open(name, declarations.stream(name), params, callOptions),
      channel: (name, params, callOptions = {}) => open(name, declarations.channel(name), params, callOptions),
      async setInteractive(isInteractive) {
        await greet(isInteractive);
      },
      closed: caller.closed,
      close: () => transport.close(),
    };
  }

  return { client: connectClient(), request };
}

/** Uses the value at once when it is at hand, so that calls are sent in the order in which they are made. */
function once<Value, Result>(value: Awaitable<Value>, use: (value: Value) => Promise<Result>): Promise<Result> {
  return value instanceof Promise ? value.then(use) : use(value);
}

function resultOf<Result>(schema: z.ZodType<Result>, raw: unknown): Result {
  const { data, error } = readAnswer(schema, raw);
  if (error !== undefined) throw error;
  return data;
}

/** An error of the other side as the failure that it declares; every other error as it is. */
function rebuild(error: unknown): unknown {
  if (!(error instanceof ErrorAnswer)) return error;
  return failureFromWire(error.data) ?? new Error(error.message);
}
