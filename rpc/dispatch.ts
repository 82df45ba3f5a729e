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

export function createDispatcher<Caller>(options: DispatchOptions<Caller>): Dispatcher {
  const { admit, around, sendItem, sendCredit, onViolation } = options;
  const requestHandlers: RequestHandlers<Caller> = options.handlers;
  const streamHandlers: StreamHandlers<Caller> = options.handlers;
  const channelHandlers: ChannelHandlers<Caller> = options.handlers;
  const open = new Map<number, OpenStream>();

  async function admitAndRun<T>(
    name: OperationName,
    { params, raw, signal }: Arrival & { readonly params: unknown },
    run: (call: Call<Caller>) => Promise<T>,
  ): Promise<T> {
    const caller = await admit(name, params, { raw, signal });
    return around({ name, params, caller, signal }, (record) => run({ caller, signal, record }));
  }

  async function runRequest<Name extends RequestName>(name: Name, raw: unknown, signal: AbortSignal): Promise<unknown> {
    const params = parseParams(requests[name].params, raw);
    const handler = requestHandlers[name];
    return admitAndRun(name, { params, raw, signal }, (call) => handler(params, call));
  }

  async function runStream<Name extends StreamName>(name: Name, raw: unknown, signal: AbortSignal): Promise<unknown> {
    const envelope = parseEnvelope(raw);
    const params = parseParams(streams[name].params, envelope.params);
    const handler = streamHandlers[name];
    const opened = { gate: createCreditGate(envelope.credit), receive: rejectInput };
    return whileOpen(envelope.stream, opened, () =>
      admitAndRun(name, { params, raw, signal }, (call) =>
        pump(handler(params, call), envelope.stream, opened.gate, signal),
      ),
    );
  }

  async function runChannel<Name extends ChannelName>(name: Name, raw: unknown, signal: AbortSignal): Promise<unknown> {
    const envelope = parseEnvelope(raw);
    const { stream } = envelope;
    const params = parseParams(channels[name].params, envelope.params);
    const handler = channelHandlers[name];
    const { input: schema } = channels[name];
    const input = createQueue<ReturnType<typeof schema.parse>>(
      createCreditGrants((units) => {
        if (open.has(stream)) sendCredit(stream, units);
      }),
    );
    const operation: Operation = channels[name];
    const read = operation.isSession === true ? input : withinSilence(input, options.silence);
    const opened = {
      gate: createCreditGate(envelope.credit),
      receive(item: unknown): void {
        const parsed = schema.safeParse(item);
        if (!parsed.success) input.fail(new Failure('params-invalid', { issues: issuesOf(parsed.error) }));
        else if (input.push(parsed.data) > streamCredit) onViolation();
      },
    };
    // A client that cancels, or is gone, sends nothing more: who waits for it would wait for ever.
    signal.addEventListener('abort', () => input.end(), { once: true });
    try {
      return await whileOpen(stream, opened, () =>
        admitAndRun(name, { params, raw, signal }, (call) =>
          pump(handler(params, { ...call, input: read }), stream, opened.gate, signal),
        ),
      );
    } finally {
      input.end();
    }
  }

  function parseEnvelope(raw: unknown): Envelope {
    const envelope = parseParams(streamParamsSchema, raw);
    if (open.has(envelope.stream))
      fail('params-invalid', { issues: [{ field: 'stream', problem: 'is already open on this connection' }] });
    return envelope;
  }

  async function whileOpen<T>(stream: number, opened: OpenStream, run: () => Promise<T>): Promise<T> {
    open.set(stream, opened);
    try {
      return await run();
    } finally {
      open.delete(stream);
    }
  }

  async function pump(items: Items, stream: number, gate: CreditGate, signal: AbortSignal): Promise<unknown> {
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

  return {
    async run(name, raw, signal) {
      if (isRequestName(name)) return runRequest(name, raw, signal);
      if (isChannelName(name)) return runChannel(name, raw, signal);
      return runStream(name, raw, signal);
    },
    receive: (stream, item) => open.get(stream)?.receive(item),
    grant: (stream, credit) => open.get(stream)?.gate.grant(credit),
  };
}

function rejectInput(): never {
  throw new Error('input for a stream that takes none');
}
