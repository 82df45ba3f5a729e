// SPDX-License-Identifier: Apache-2.0
/** The calls of one client: single ones, and streams with the items that come and go while they are open. */

import type { z } from 'zod';
import { Failure, failureFromWire } from '../contract/errors.ts';
import type { ChannelName, StreamName } from '../contract/operations/index.ts';
import { createCreditGate, createCreditGrants, type CreditGate } from './async/credit.ts';
import { createQueue, type Queue } from './async/queue.ts';
import { type Caller, createCaller, ErrorAnswer } from './json-rpc-caller.ts';
import { creditMethod, creditParamsSchema, itemMethod, itemParamsSchema, streamCredit } from './protocol.ts';
import { readAnswer } from './read-answer.ts';
import type { Transport } from './transport.ts';

/** Describes a running stream: its items, and the answer that ends it. Leaving the loop early cancels it. */
export interface RemoteStream<Item, Result> extends AsyncIterable<Item> {
  readonly result: Promise<Result>;
}

/** A stream to which the caller also sends. `send` waits while the other side has no room. */
export interface RemoteChannel<Item, Result, Input> extends RemoteStream<Item, Result> {
  send(input: Input): Promise<void>;
}

export interface RemoteCalls {
  readonly caller: Caller;
  /** What takes the messages of the streams that are open, by their numbers. */
  readonly openStreams: Map<number, OpenStream>;
  nextStream: number;
}

interface OpenStream {
  receive(item: unknown): void;
  grant(credit: number): void;
}

export type Awaitable<T> = T | Promise<T>;

/** What a stream or a channel is asked for. */
interface AskedStream<Item, Result> {
  readonly name: StreamName | ChannelName;
  readonly declared: Awaitable<{ readonly item: z.ZodType<Item>; readonly result: z.ZodType<Result> }>;
  readonly params: object;
  readonly signal: AbortSignal | undefined;
}

interface RunningStream<Item> {
  readonly number: number;
  /** Cancels the stream. */
  readonly abort: AbortController;
  /** Aborts when the stream is cancelled, here or by its caller. */
  readonly signal: AbortSignal;
  readonly gate: CreditGate;
  readonly items: Queue<Item>;
  isOpen: boolean;
  /** Why an item could not be read. The stream is then cancelled, and the other side may end it without an error. */
  unreadable: Error | undefined;
}

export function createRemoteCalls(transport: Transport): RemoteCalls {
  const openStreams: RemoteCalls['openStreams'] = new Map();
  const caller = createCaller(transport, (method, raw) => receive(openStreams, method, raw));
  return { caller, openStreams, nextStream: 0 };
}

function receive(openStreams: RemoteCalls['openStreams'], method: string, raw: unknown): void {
  if (method === itemMethod) {
    const { data } = itemParamsSchema.safeParse(raw);
    if (data !== undefined) openStreams.get(data.stream)?.receive(data.item);
  } else if (method === creditMethod) {
    const { data } = creditParamsSchema.safeParse(raw);
    if (data !== undefined) openStreams.get(data.stream)?.grant(data.credit);
  }
}

interface RemoteCall {
  readonly method: string;
  readonly params: object;
  readonly signal: AbortSignal | undefined;
}

/** Gives what the other side answers; rejects with the failure that it declares. */
export async function callRemote({ caller }: RemoteCalls, { method, params, signal }: RemoteCall): Promise<unknown> {
  if (signal?.aborted === true) throw new Failure('cancelled', {});
  try {
    return await caller.request(method, params, signal);
  } catch (error) {
    throw rebuild(error);
  }
}

/** Opens a stream at once; what cannot be opened ends its items and its result. */
export function openStream<Item, Result>(
  calls: RemoteCalls,
  asked: AskedStream<Item, Result>,
): RemoteChannel<Item, Result, unknown> {
  const stream = startStream<Item>(calls, asked.signal);
  const { items } = stream;
  const result = runStream(calls, stream, asked);
  result.then(items.end, items.fail);

  return {
    result,
    async send(input) {
      // An item does not go before the call itself, which waits for the same.
      await asked.declared;
      await stream.gate.take(stream.signal);
      if (!stream.isOpen) throw new Failure('cancelled', {});
      await calls.caller.notify(itemMethod, { stream: stream.number, item: input });
    },
    async *[Symbol.asyncIterator]() {
      try {
        yield* items;
      } finally {
        if (stream.isOpen) stream.abort.abort();
      }
    },
  };
}

function startStream<Item>(calls: RemoteCalls, signal: AbortSignal | undefined): RunningStream<Item> {
  const number = calls.nextStream;
  calls.nextStream += 1;
  const abort = new AbortController();
  const stream: RunningStream<Item> = {
    number,
    abort,
    signal: signal === undefined ? abort.signal : AbortSignal.any([abort.signal, signal]),
    gate: createCreditGate(streamCredit),
    items: createQueue<Item>(
      createCreditGrants((credit) => {
        if (stream.isOpen) calls.caller.notify(creditMethod, { stream: number, credit }).catch(() => undefined);
      }),
    ),
    isOpen: true,
    unreadable: undefined,
  };
  return stream;
}

/** Resolves with the answer that ends the stream. */
function runStream<Item, Result>(
  calls: RemoteCalls,
  stream: RunningStream<Item>,
  { name, declared, params }: AskedStream<Item, Result>,
): Promise<Result> {
  return once(declared, async (operation) => {
    calls.openStreams.set(stream.number, {
      receive(item) {
        const parsed = readAnswer(operation.item, item);
        if (parsed.success) stream.items.push(parsed.data);
        else cancelUnreadable(stream, `cannot read an item of ${name}: ${parsed.error.message}`);
      },
      grant: stream.gate.grant,
    });
    const envelope = { stream: stream.number, credit: streamCredit, params };
    const answer = await callRemote(calls, { method: name, params: envelope, signal: stream.signal }).catch(
      (error: unknown) => {
        throw stream.unreadable ?? error;
      },
    );
    if (stream.unreadable !== undefined) throw stream.unreadable;
    return resultOf(operation.result, answer);
  }).finally(() => {
    stream.isOpen = false;
    calls.openStreams.delete(stream.number);
  });
}

function cancelUnreadable(stream: RunningStream<unknown>, reason: string): void {
  stream.unreadable ??= new Error(reason);
  stream.abort.abort(stream.unreadable);
}

/** Uses the value at once when it is at hand, so that calls are sent in the order in which they are made. */
export function once<Value, Result>(value: Awaitable<Value>, use: (value: Value) => Promise<Result>): Promise<Result> {
  return value instanceof Promise ? value.then(use) : use(value);
}

export function resultOf<Result>(schema: z.ZodType<Result>, raw: unknown): Result {
  const { data, error } = readAnswer(schema, raw);
  if (error !== undefined) throw error;
  return data;
}

/** Gives an error of the other side as the failure that it declares; gives every other error as it is. */
function rebuild(error: unknown): unknown {
  if (!(error instanceof ErrorAnswer)) return error;
  return failureFromWire(error.data) ?? new Error(error.message);
}
