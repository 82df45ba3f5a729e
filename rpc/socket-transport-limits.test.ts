// SPDX-License-Identifier: Apache-2.0
import type { Message } from 'vscode-jsonrpc';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeFrame } from './frame.ts';
import { type ByteStream, createSocketTransport, type SocketTransportOptions } from './socket-transport.ts';
import type { Transport } from './transport.ts';

const deaf = 'the other side does not read';

interface Rig {
  readonly transport: Transport;
  readonly closed: (string | undefined)[];
  readonly destroyed: () => number;
  /** The pieces of each write that has not ended. */
  readonly writing: { readonly pieces: readonly Uint8Array[]; done(error?: Error): void }[];
  data(chunk: Uint8Array): void;
  end(error?: Error): void;
}

/** A stream whose writes end when the test says so. */
function open(options: Partial<SocketTransportOptions> = {}): Rig {
  const closed: (string | undefined)[] = [];
  const writing: Rig['writing'] = [];
  let destroyed = 0;
  let data: (chunk: Uint8Array) => void = () => undefined;
  let end: (error: Error | undefined) => void = () => undefined;
  const stream: ByteStream = {
    write: (pieces, done) => void writing.push({ pieces, done }),
    onData: (listener) => {
      data = listener;
    },
    onEnd: (listener) => {
      end = listener;
    },
    destroy: () => (destroyed += 1),
  };
  const transport = createSocketTransport(stream, { maxBytes: 1000, ...options });
  transport.onClose((reason) => closed.push(reason));
  return {
    transport,
    closed,
    writing,
    destroyed: () => destroyed,
    data: (chunk) => data(chunk),
    end: (error) => end(error),
  };
}

const message = (n: number): Message => ({ n }) as unknown as Message;
const frame = encodeFrame(message(1));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a socket transport', () => {
  it('hands on at once what comes, also what came before there was a listener', () => {
    const { transport, data } = open();
    data(Buffer.concat([encodeFrame(message(1)), encodeFrame(message(2))]));
    const received: Message[] = [];
    transport.onMessage((next) => received.push(next));
    expect(received).toEqual([message(1), message(2)]);
    data(encodeFrame(message(3)));
    expect(received).toHaveLength(3);
  });

  it('ends with the other side, once, and says the reason to each who asks', () => {
    const { transport, end, closed, destroyed } = open();
    end(new Error('reset'));
    end();
    transport.close();
    transport.onClose((reason) => closed.push(reason));
    expect({ closed, destroyed: destroyed() }).toEqual({ closed: ['reset', 'reset'], destroyed: 1 });
  });

  it('hands on nothing more once it is closed, though the listener is within a chunk', () => {
    const { transport, data } = open();
    const received: Message[] = [];
    transport.onMessage((next) => {
      received.push(next);
      transport.close();
    });
    data(Buffer.concat([encodeFrame(message(1)), encodeFrame(message(2))]));
    data(encodeFrame(message(3)));
    expect(received).toEqual([message(1)]);
  });

  it('hands on what waited when the other side hung up in order, and nothing when it broke off', () => {
    for (const [error, count] of [
      [undefined, 2],
      [new Error('reset'), 1],
    ] as const) {
      const { transport, data, end } = open();
      const received: Message[] = [];
      let isNested = false;
      transport.onMessage((next) => {
        received.push(next);
        // The end comes while a message is being handled and another one waits.
        if (!isNested) {
          isNested = true;
          end(error);
        }
      });
      data(Buffer.concat([encodeFrame(message(1)), encodeFrame(message(2))]));
      expect(received).toHaveLength(count);
    }
  });

  it('settles a message when it was written, or could not be', async () => {
    const { transport, writing } = open();
    const sent = transport.send(message(1));
    const lost = transport.send(message(2));
    expect(writing.flatMap(({ pieces }) => pieces)).toEqual([encodeFrame(message(1)), encodeFrame(message(2))]);
    writing[0]?.done();
    writing[1]?.done(new Error('broken pipe'));
    await sent;
    await expect(lost).rejects.toThrow('broken pipe');
  });

  it('writes nothing once it is closed', async () => {
    const { transport, writing } = open();
    transport.close();
    await expect(transport.send(message(1))).rejects.toThrow('cannot send: the connection is closed');
    expect(writing).toEqual([]);
  });
});

describe('what waits to be written', () => {
  it('may be as much as allowed, and not a byte more', async () => {
    const { transport, writing, closed } = open({ maxBacklogBytes: 2 * frame.byteLength });
    void transport.send(message(1));
    void transport.send(message(2));
    writing[0]?.done();
    void transport.send(message(3));
    expect(closed).toEqual([]);
    await expect(transport.send(message(4))).rejects.toThrow(`cannot send: ${deaf}`);
    expect({ closed, writes: writing.length }).toEqual({ closed: [deaf], writes: 3 });
  });

  it('is unlimited, and may stand still, where there are no limits', async () => {
    const { transport, closed } = open();
    for (let count = 0; count < 100; count += 1) void transport.send(message(count));
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect({ closed, timers: vi.getTimerCount() }).toEqual({ closed: [], timers: 0 });
  });

  it('has to move within the time, whatever is added to it', async () => {
    const { transport, writing, closed } = open({ stallTimeoutMs: 100 });
    for (let count = 0; count < 3; count += 1) void transport.send(message(count));
    await vi.advanceTimersByTimeAsync(99);
    writing[0]?.done();
    await vi.advanceTimersByTimeAsync(60);
    void transport.send(message(3));
    await vi.advanceTimersByTimeAsync(39);
    expect(closed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(closed).toEqual([deaf]);
  });

  it('is waited for no more once all is written, or the connection is closed', async () => {
    const { transport, writing } = open({ stallTimeoutMs: 100 });
    void transport.send(message(1));
    expect(vi.getTimerCount()).toBe(1);
    writing[0]?.done();
    expect(vi.getTimerCount()).toBe(0);
    void transport.send(message(2));
    void transport.send(message(3));
    transport.close();
    expect(vi.getTimerCount()).toBe(0);
    writing[1]?.done();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a frame that has begun', () => {
  it('has to end within the time, counted from its first byte', async () => {
    const { data, closed } = open({ frameTimeoutMs: 100 });
    data(frame.subarray(0, 2));
    await vi.advanceTimersByTimeAsync(99);
    data(frame.subarray(2, 5));
    expect(closed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(closed).toEqual(['a frame took too long to arrive']);
  });

  it('is not waited for once it has ended', async () => {
    const { transport, data, closed } = open({ frameTimeoutMs: 100 });
    transport.onMessage(() => undefined);
    data(frame.subarray(0, 2));
    await vi.advanceTimersByTimeAsync(99);
    data(frame.subarray(2));
    expect(vi.getTimerCount()).toBe(0);
    data(frame.subarray(0, 2));
    await vi.advanceTimersByTimeAsync(99);
    expect(closed).toEqual([]);
    transport.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may take any time where there is no limit', () => {
    const { data } = open();
    data(frame.subarray(0, 2));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not count against its sender while nothing is read, and has the whole time after that', async () => {
    const turns: (() => void)[] = [];
    const pace = { maxWaiting: 1, nextTurn: (task: () => void) => turns.push(task) };
    const { transport, data, closed } = open({ frameTimeoutMs: 100, pace });
    transport.onMessage(() => undefined);
    data(Buffer.concat([frame, frame, frame.subarray(0, 2)]));
    await vi.advanceTimersByTimeAsync(1000);
    expect(closed).toEqual([]);
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) turn();
    await vi.advanceTimersByTimeAsync(99);
    expect(closed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(closed).toEqual(['a frame took too long to arrive']);
  });
});
