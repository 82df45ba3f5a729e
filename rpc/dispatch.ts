// SPDX-License-Identifier: Apache-2.0
/**
 * Runs one call: parses its params, asks for admission, runs the handler, and keeps the items of a stream within the
 * credit of its reader.
 */

import { fail, Failure } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import {
  channels,
  isChannelName,
  isRequestName,
  requests,
  streams,
  type ChannelName,
  type OperationName,
  type RequestName,
  type StreamName,
} from '../contract/operations/index.ts';
import { createCreditGate, createCreditGrants, type CreditGate } from './async/credit.ts';
import { createQueue } from './async/queue.ts';
import { type Silence, withinSilence } from './async/within-silence.ts';
import type { Call, ChannelHandlers, Handlers, RequestHandlers, StreamHandlers } from './handlers.ts';
import { issuesOf, parseParams } from './parse-params.ts';
import { streamCredit, streamParamsSchema } from './protocol.ts';

/** A call that was admitted and is about to run. */
export interface AdmittedCall<Caller> extends Omit<Call<Caller>, 'record'> {
  readonly name: OperationName;
  readonly params: unknown;
}

/** How a call came. */
interface Arrival {
  /** Holds the params before they were parsed. */
  readonly raw: unknown;
  readonly signal: AbortSignal;
}

export interface DispatchOptions<Caller> {
  readonly handlers: Handlers<Caller>;
  readonly admit: (name: OperationName, params: unknown, arrival: Arrival) => Promise<Caller>;
  readonly around: <T>(call: AdmittedCall<Caller>, run: (record?: number) => Promise<T>) => Promise<T>;
  readonly sendItem: (stream: number, item: unknown) => Promise<void>;
  readonly sendCredit: (stream: number, units: number) => void;
  /** How long a client may send nothing to a channel that is no session. */
  readonly silence: Silence;
  /** Is called when a client breaks the protocol; ends the connection. */
  readonly onViolation: () => void;
}

export interface Dispatcher {
  run(name: OperationName, raw: unknown, signal: AbortSignal): Promise<unknown>;
  /** An item that the client sent to one of its channels. */
  receive(stream: number, item: unknown): void;
  /** The client has room for more items. */
  grant(stream: number, credit: number): void;
}

interface OpenStream {
  readonly number: number;
  readonly gate: CreditGate;
  receive(item: unknown): void;
}

/** What a stream or channel was asked for. */
interface Envelope {
  readonly stream: number;
  readonly credit: number;
  readonly params?: unknown;
}

type Items = AsyncGenerator<unknown, unknown, undefined>;

interface Dispatch<Caller> {
  readonly options: DispatchOptions<Caller>;
  /** The streams and channels that are open, by their numbers. */
  readonly open: OpenStreams;
}

type OpenStreams = Map<number, OpenStream>;

export function createDispatcher<Caller>(options: DispatchOptions<Caller>): Dispatcher {
  const dispatch: Dispatch<Caller> = { options, open: new Map() };
  const { open } = dispatch;
  return {
    async run(name, raw, signal) {
      const arrival = { raw, signal };
      if (isRequestName(name)) return runRequest(dispatch, name, arrival);
      if (isChannelName(name)) return runChannel(dispatch, name, arrival);
      return runStream(dispatch, name, arrival);
    },
    receive: (stream, item) => open.get(stream)?.receive(item),
    grant: (stream, credit) => open.get(stream)?.gate.grant(credit),
  };
}

async function runRequest<Caller, Name extends RequestName>(
  { options }: Dispatch<Caller>,
  name: Name,
  arrival: Arrival,
): Promise<unknown> {
  const handlers: RequestHandlers<Caller> = options.handlers;
  const handler = handlers[name];
  const params = parseParams(requests[name].params, arrival.raw);
  return admitAndRun(options, { name, params, ...arrival }, (call) => handler(params, call));
}

async function runStream<Caller, Name extends StreamName>(
  dispatch: Dispatch<Caller>,
  name: Name,
  arrival: Arrival,
): Promise<unknown> {
  const { options, open } = dispatch;
  const handlers: StreamHandlers<Caller> = options.handlers;
  const handler = handlers[name];
  const { stream, credit, params: raw } = parseEnvelope(open, arrival.raw);
  const params = parseParams(streams[name].params, raw);
  const gate = createCreditGate(credit);
  const { signal } = arrival;
  return whileOpen(open, { number: stream, gate, receive: rejectInput }, () =>
    admitAndRun(options, { name, params, ...arrival }, (call) =>
      pump(options, handler(params, call), { stream, gate, signal }),
    ),
  );
}

async function runChannel<Caller, Name extends ChannelName>(
  dispatch: Dispatch<Caller>,
  name: Name,
  arrival: Arrival,
): Promise<unknown> {
  const { options, open } = dispatch;
  const handlers: ChannelHandlers<Caller> = options.handlers;
  const handler = handlers[name];
  const { stream, credit, params: raw } = parseEnvelope(open, arrival.raw);
  const params = parseParams(channels[name].params, raw);
  const { input: schema } = channels[name];
  const input = createQueue<ReturnType<typeof schema.parse>>(
    createCreditGrants((units) => {
      if (open.has(stream)) options.sendCredit(stream, units);
    }),
  );
  const operation: Operation = channels[name];
  const read = operation.isSession === true ? input : withinSilence(input, options.silence);
  const gate = createCreditGate(credit);
  const { signal } = arrival;
  const opened = {
    number: stream,
    gate,
    receive(item: unknown): void {
      const parsed = schema.safeParse(item);
      if (!parsed.success) input.fail(new Failure('params-invalid', { issues: issuesOf(parsed.error) }));
      else if (input.push(parsed.data) > streamCredit) options.onViolation();
    },
  };
  // A client that cancels, or is gone, sends nothing more: who waits for it would wait for ever.
  signal.addEventListener('abort', () => input.end(), { once: true });
  try {
    return await whileOpen(open, opened, () =>
      admitAndRun(options, { name, params, ...arrival }, (call) =>
        pump(options, handler(params, { ...call, input: read }), { stream, gate, signal }),
      ),
    );
  } finally {
    input.end();
  }
}

interface ParsedCall extends Arrival {
  readonly name: OperationName;
  readonly params: unknown;
}

async function admitAndRun<Caller, T>(
  { admit, around }: DispatchOptions<Caller>,
  { name, params, raw, signal }: ParsedCall,
  run: (call: Call<Caller>) => Promise<T>,
): Promise<T> {
  const caller = await admit(name, params, { raw, signal });
  return around({ name, params, caller, signal }, (record) => run({ caller, signal, record }));
}

function parseEnvelope(open: OpenStreams, raw: unknown): Envelope {
  const envelope = parseParams(streamParamsSchema, raw);
  if (open.has(envelope.stream))
    fail('params-invalid', { issues: [{ field: 'stream', problem: 'is already open on this connection' }] });
  return envelope;
}

async function whileOpen<T>(open: OpenStreams, opened: OpenStream, run: () => Promise<T>): Promise<T> {
  open.set(opened.number, opened);
  try {
    return await run();
  } finally {
    open.delete(opened.number);
  }
}

interface Reading {
  readonly stream: number;
  readonly gate: CreditGate;
  readonly signal: AbortSignal;
}

/** Sends the items while the reader has credit, and gives the result; ends the handler in any case. */
async function pump(
  { sendItem }: Pick<DispatchOptions<never>, 'sendItem'>,
  items: Items,
  { stream, gate, signal }: Reading,
): Promise<unknown> {
  try {
    for (;;) {
      await gate.take(signal);
      const next = await items.next();
      if (next.done === true) return next.value;
      await sendItem(stream, next.value);
    }
  } finally {
    await items.return(undefined);
  }
}

function rejectInput(): never {
  throw new Error('input for a stream that takes none');
}
