// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { createFrameDecoder, encodeFrame, FrameError } from './frame.ts';
import { detachBytes } from './frame-bytes.ts';

const item = (value: unknown): object => ({ method: 'stream.item', params: { stream: 7, item: value } });

/** A frame with the flag of bytes, around a JSON text and what follows it. */
function frameOf(json: string, bytes: readonly number[], textLength = json.length): Uint8Array {
  const body = [0, 0, 0, textLength, ...new TextEncoder().encode(json), ...bytes];
  return Uint8Array.of(0x80, 0, 0, body.length, ...body);
}

describe('the bytes of an item', () => {
  it('follow the JSON of their message, under the highest bit of its length', () => {
    const json = '{"method":"stream.item","params":{"stream":7,"item":{"type":"data"}}}';
    expect(encodeFrame(item({ type: 'data', data: Uint8Array.of(0, 255) }))).toEqual(frameOf(json, [0, 255]));
  });

  it('cross whole and at their place, in pieces of any size and beside other frames', () => {
    const messages = [
      item({ type: 'data', data: Uint8Array.from({ length: 300 }, (_, index) => index % 256) }),
      item({ type: 'end' }),
      item({ data: new Uint8Array(0) }),
    ];
    const stream = messages.flatMap((message) => [...encodeFrame(message)]);
    const decoder = createFrameDecoder(1000);
    expect(stream.flatMap((byte) => decoder.push(Uint8Array.of(byte)))).toEqual(messages);
    expect(createFrameDecoder(1000).push(Uint8Array.from(stream))).toEqual(messages);
  });

  it('are a copy of their own, and hold on to nothing of the frames beside them', () => {
    const chunk = Buffer.concat([encodeFrame(item({ data: Uint8Array.of(1) })), encodeFrame({ secret: true })]);
    const [message] = createFrameDecoder(1000).push(chunk) as readonly { params: { item: { data: Uint8Array } } }[];
    chunk.fill(0);
    expect(message?.params.item.data).toEqual(Uint8Array.of(1));
    expect(message?.params.item.data.buffer.byteLength).toBe(1);
  });

  it('leave the message as it was that is sent', () => {
    const message = item({ type: 'data', data: Uint8Array.of(1) });
    expect(detachBytes(message)).toEqual({ json: item({ type: 'data' }), bytes: Uint8Array.of(1) });
    expect(message).toEqual(item({ type: 'data', data: Uint8Array.of(1) }));
  });

  it.each([
    ['a text', item({ data: 'text' })],
    ['an array of numbers', item({ data: [1, 2] })],
    ['no item', { method: 'stream.item', params: { stream: 7 } }],
    ['an item that is a list', item([1])],
    ['another method', { method: 'stream.credit', params: { item: { data: 'x' } } }],
  ])('are not looked for in %s', (_, message) => {
    expect(detachBytes(message)).toEqual({ json: message, bytes: undefined });
    expect(createFrameDecoder(1000).push(encodeFrame(message))).toEqual([message]);
  });
});

describe('a frame with bytes ends its connection', () => {
  const noPlace = 'a frame has bytes, and its message no place for them';

  it.each([
    ['of a call', '{"id":1,"method":"host.info","params":{"item":{}}}', noPlace],
    ['of an answer', '{"id":1,"result":{"item":{}}}', noPlace],
    ['of an item that has data already', '{"method":"stream.item","params":{"item":{"data":1}}}', noPlace],
    ['of an item that is none', '{"method":"stream.item","params":{"item":[]}}', noPlace],
    ['of no JSON', '{"a":', 'a frame does not hold JSON in UTF-8'],
    ['of JSON that is too deep', `{"a":${'['.repeat(16)}${']'.repeat(16)}}`, 'a message nested 17 deep'],
  ])('%s', (_, json, problem) => {
    expect(() => createFrameDecoder(1000).push(frameOf(json, [1, 2]))).toThrow(new RegExp(`^${problem}`));
  });

  it.each([
    ['that is shorter than the length of its JSON', Uint8Array.of(0x80, 0, 0, 3, 0, 0, 0)],
    ['whose JSON would be longer than it', frameOf('{}', [], 3)],
    ['whose JSON would be as long as any', Uint8Array.of(0x80, 0, 0, 6, 255, 255, 255, 255, 0x7b, 0x7d)],
  ])('%s', (_, frame) => {
    expect(() => createFrameDecoder(1000).push(frame)).toThrow(
      new FrameError('a frame with bytes is shorter than its JSON'),
    );
  });

  it('that is longer than allowed, before it has come', () => {
    expect(() => createFrameDecoder(10).push(Uint8Array.of(0x80, 0, 1, 0))).toThrow(
      new FrameError('a frame of 256 bytes is longer than the 10 allowed'),
    );
  });
});
