// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { createFrameDecoder, depthOf, encodeFrame, FrameError } from './frame.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Makes a frame around any body, valid or not. */
function frameOf(body: Uint8Array): Uint8Array {
  return Uint8Array.of(0, 0, body.byteLength >> 8, body.byteLength & 255, ...body);
}

/** An object nested `depth` deep. */
function nested(depth: number): string {
  return `${'{"a":'.repeat(depth - 1)}[]${'}'.repeat(depth - 1)}`;
}

describe('a frame', () => {
  it('is its length in four bytes, then JSON in UTF-8', () => {
    expect([...encodeFrame({ ä: 1 })]).toEqual([0, 0, 0, 8, ...bytesOf('{"ä":1}')]);
  });

  it('is decoded from bytes that come one at a time', () => {
    const decoder = createFrameDecoder(100);
    const bytes = [...encodeFrame({ n: 1 }), ...encodeFrame({ n: 'zwei' })];
    expect(bytes.flatMap((byte) => decoder.push(Uint8Array.of(byte)))).toEqual([{ n: 1 }, { n: 'zwei' }]);
  });

  it('is decoded from a chunk that holds several and a piece, wherever in its memory the chunk begins', () => {
    const decoder = createFrameDecoder(100);
    const bytes = [7, 7, 7, ...encodeFrame({ n: 1 }), ...encodeFrame({ n: 2 }), ...encodeFrame({ n: 3 })];
    const memory = Uint8Array.from(bytes);
    expect(decoder.push(memory.subarray(3, -5))).toEqual([{ n: 1 }, { n: 2 }]);
    expect(decoder.push(new Uint8Array(0))).toEqual([]);
    expect(decoder.push(memory.subarray(-5))).toEqual([{ n: 3 }]);
  });

  it('says whether one has begun and not ended', () => {
    const decoder = createFrameDecoder(100);
    const frame = encodeFrame({});
    const seen = [decoder.isWithinFrame];
    for (const [from, to] of [
      [0, 2],
      [2, 4],
      [4, 5],
      [5, 6],
    ] as const) {
      decoder.push(frame.subarray(from, to));
      seen.push(decoder.isWithinFrame);
    }
    expect(seen).toEqual([false, true, true, true, false]);
  });

  it('may be as long as allowed, and not a byte longer', () => {
    const body = '{"a":"bcd"}';
    expect(createFrameDecoder(body.length).push(frameOf(bytesOf(body)))).toEqual([{ a: 'bcd' }]);
    expect(() => createFrameDecoder(body.length - 1).push(frameOf(bytesOf(body)))).toThrow(
      new FrameError('a frame of 11 bytes is longer than the 10 allowed'),
    );
  });

  it('is rejected for its length before its body has come', () => {
    expect(() => createFrameDecoder(10).push(Uint8Array.of(0, 1, 0, 0))).toThrow(
      new FrameError('a frame of 65536 bytes is longer than the 10 allowed'),
    );
  });

  it('may be nested as deep as allowed, and not one deeper', () => {
    const decoder = createFrameDecoder(1000);
    expect(decoder.push(frameOf(bytesOf(nested(16))))).toHaveLength(1);
    expect(() => decoder.push(frameOf(bytesOf(nested(17))))).toThrow(
      new FrameError('a message nested 17 deep is deeper than the 16 allowed'),
    );
  });

  it.each([
    ['half an object', bytesOf('{"a":'), 'a frame does not hold JSON in UTF-8'],
    ['nothing', bytesOf(''), 'a frame does not hold JSON in UTF-8'],
    ['what is not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'a frame does not hold JSON in UTF-8'],
    ['a number', bytesOf('12'), 'a frame holds no JSON object'],
    ['null', bytesOf('null'), 'a frame holds no JSON object'],
  ])('is rejected when it holds %s', (_, body, message) => {
    expect(() => createFrameDecoder(100).push(frameOf(body))).toThrow(new FrameError(message));
  });
});

it.each([
  ['12', 0],
  ['{}', 1],
  ['[[],[],{"a":[]}]', 3],
  ['[[[]]] ', 3],
  ['["[[[[", "{"]', 1],
  ['["\\"[[["]', 1],
  ['["\\\\", [[]]]', 3],
  ['["\\"\\\\\\"[[[", [[]]]', 3],
  ['["[[[', 1],
  [']]]][', 0],
])('counts the brackets of %s outside strings', (json, depth) => {
  expect(depthOf(bytesOf(json))).toBe(depth);
});
