// SPDX-License-Identifier: Apache-2.0
import type { Message } from 'vscode-jsonrpc';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from './frame.ts';
import { type ByteStream, createSocketTransport, type SocketTransportOptions } from './socket-transport.ts';

function headerOf(length: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(length);
  return header;
}

interface Rig {
  readonly received: unknown[];
  readonly turns: (() => void)[];
  readonly closed: (string | undefined)[];
  readonly reading: boolean[];
  feed(...messages: unknown[]): void;
  feedBytes(bytes: Uint8Array): void;
  end(): void;
}

function rig(some: Partial<SocketTransportOptions> = {}, onMessage: (message: Message) => void = () => undefined): Rig {
  const received: unknown[] = [];
  const turns: (() => void)[] = [];
  const closed: (string | undefined)[] = [];
  const reading: boolean[] = [];
  let data: (chunk: Uint8Array) => void = () => undefined;
  let end: (error: Error | undefined) => void = () => undefined;
  const stream: ByteStream = {
    write: (_pieces, done) => done(),
    onData: (listener) => {
      data = listener;
    },
    onEnd: (listener) => {
      end = listener;
    },
    destroy: () => undefined,
    setReading: (isReading) => void reading.push(isReading),
  };
  const pace = { maxWaiting: 2, nextTurn: (task: () => void) => turns.push(task) };
  const transport = createSocketTransport(stream, { maxBytes: 1000, pace, ...some });
  transport.onMessage((message) => {
    received.push(message);
    onMessage(message);
  });
  transport.onClose((reason) => closed.push(reason));
  const feedBytes = (bytes: Uint8Array): void => data(bytes);
  return {
    received,
    turns,
    closed,
    reading,
    feedBytes,
    feed: (...messages) => feedBytes(Buffer.concat(messages.map((message) => encodeFrame(message)))),
    end: () => end(undefined),
  };
}

describe('a paced socket transport', () => {
  it('hands on one message in each turn, and stops reading while many wait', () => {
    const { feed, received, turns, reading } = rig();
    feed({ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 });
    expect(reading).toEqual([false]);
    const seen: unknown[] = [];
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) {
      turn();
      seen.push([received.length, ...reading]);
    }
    // It reads on when none waits, not as soon as one fewer does.
    expect(seen).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [4, false, true],
    ]);
  });

  it('reads on while no more wait than may, and takes one turn for what comes before it', () => {
    const { feed, turns, reading } = rig();
    feed({ n: 1 });
    feed({ n: 2 });
    expect({ reading, turns: turns.length }).toEqual({ reading: [], turns: 1 });
  });

  it('parses no message before its turn, and reads no more while large ones wait for it (N8)', () => {
    const { feedBytes, received, turns, closed, reading } = rig({ maxBytes: 1024 * 1024 });
    const broken = Buffer.alloc(300_000, '[');
    feedBytes(Buffer.concat([encodeFrame({ n: 1 }), headerOf(broken.length), broken]));
    expect({ received, reading, closed }).toEqual({ received: [], reading: [false], closed: [] });
    turns.shift()?.();
    expect({ received, closed }).toEqual({ received: [{ n: 1 }], closed: [] });
    turns.shift()?.();
    expect(closed).toEqual([expect.stringContaining('nested')]);
  });

  it('says how much text a turn is for, and takes no message with more values than allowed (N8)', () => {
    const sizes: number[] = [];
    const turns: (() => void)[] = [];
    const nextTurn = (task: () => void, textBytes: number): void => void (sizes.push(textBytes), turns.push(task));
    const { feed, closed } = rig({ maxValues: 3, pace: { maxWaiting: 2, nextTurn } });
    feed({ n: [1, 2, 3] });
    turns.shift()?.();
    feed({ method: 'stream.item', params: { item: { data: new Uint8Array(100) } } });
    turns.shift()?.();
    expect({ sizes, closed }).toEqual({ sizes: [13, 45], closed: [] });
    feed({ n: [1, 2, 3, 4] });
    turns.shift()?.();
    expect(closed).toEqual(['a message has more than the 3 values allowed']);
  });

  it('takes no turn before there is a listener', () => {
    const turns: (() => void)[] = [];
    let data: (chunk: Uint8Array) => void = () => undefined;
    const stream: ByteStream = {
      write: () => undefined,
      onData: (listener) => {
        data = listener;
      },
      onEnd: () => undefined,
      destroy: () => undefined,
    };
    const pace = { maxWaiting: 2, nextTurn: (task: () => void) => turns.push(task) };
    const transport = createSocketTransport(stream, { maxBytes: 1000, pace });
    data(encodeFrame({ n: 1 }));
    expect(turns).toHaveLength(0);
    transport.onMessage(() => undefined);
    expect(turns).toHaveLength(1);
  });

  it.each([
    ['hangs up', ({ end }: Rig): void => end()],
    ['sends what is no frame', ({ feedBytes }: Rig): void => feedBytes(new Uint8Array([255, 255, 255, 255]))],
  ])('takes no more turns of the event loop, and keeps no message, once the other side %s (review F7)', (_, close) => {
    const opened = rig();
    const { feed, received, turns, closed } = opened;
    feed({ n: 1 }, { n: 2 }, { n: 3 });
    turns.shift()?.();
    close(opened);
    for (let left = 3; left > 0; left -= 1) turns.shift()?.();
    expect({ received, turns, ends: closed.length }).toEqual({ received: [{ n: 1 }], turns: [], ends: 1 });
  });

  it('closes when the listener cannot take a message', () => {
    const { feed, turns, closed } = rig({}, () => {
      throw new Error('no');
    });
    feed({ n: 1 });
    turns.shift()?.();
    expect(closed).toEqual(['no']);
  });

  it('closes on a frame that is too long, and hands on nothing after it', () => {
    const { feedBytes, feed, closed, received, turns } = rig();
    feedBytes(Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    feed({ n: 1 });
    expect({ closed, received, turns }).toEqual({
      closed: ['a frame of 2147483647 bytes is longer than the 1000 allowed'],
      received: [],
      turns: [],
    });
  });
});
