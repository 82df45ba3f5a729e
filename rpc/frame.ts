// SPDX-License-Identifier: Apache-2.0
/**
 * Frames on a byte stream: a length, then JSON, and the bytes that the message carries beside it. Frames that are too
 * long, too deep, or not JSON are rejected before they use memory.
 */

import { attachBytes, detachBytes } from './frame-bytes.ts';
import { bytesFlag, frameHeaderBytes, maxDepth } from './protocol.ts';

/**
 * Reports a broken frame. The connection that sent it has to be closed, since its next byte has no meaning any more.
 */
export class FrameError extends Error {}

/**
 * Gives the pieces of one frame for a JSON value, which may hold bytes where {@link detachBytes} finds them: those are
 * the last piece, and no copy, so they must not be changed before they are sent.
 */
export function encodePieces(message: unknown): readonly Uint8Array[] {
  const { json, bytes } = detachBytes(message);
  const text = new TextEncoder().encode(JSON.stringify(json));
  if (bytes === undefined) return [frameOf(text.byteLength, text)];
  const length = bytesFlag + frameHeaderBytes + text.byteLength + bytes.byteLength;
  return [frameOf(length, frameOf(text.byteLength, text)), bytes];
}

/** Encodes the message as one piece. */
export function encodeFrame(message: unknown): Uint8Array {
  const pieces = encodePieces(message);
  const frame = new Uint8Array(byteLengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    frame.set(piece, at);
    at += piece.byteLength;
  }
  return frame;
}

export function byteLengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function frameOf(length: number, body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(frameHeaderBytes + body.byteLength);
  new DataView(frame.buffer).setUint32(0, length);
  frame.set(body, frameHeaderBytes);
  return frame;
}

/** A frame that has arrived and is not parsed yet. */
export interface Frame {
  readonly body: Uint8Array;
  readonly hasBytes: boolean;
}

/** Splits a byte stream into frames, or into what it parses of them. */
export interface FrameReader<T> {
  /** Takes the next bytes; gives what is complete with them. Raises {@link FrameError}. */
  push(chunk: Uint8Array): readonly T[];
  /** True while a frame has begun and not ended. */
  readonly isWithinFrame: boolean;
}

/** A part of a frame that comes in several chunks. Its memory is taken at once, and used as the chunks come. */
interface Part {
  readonly bytes: Uint8Array;
  filled: number;
}

interface Header {
  readonly length: number;
  readonly hasBytes: boolean;
}

/** Makes a decoder that takes frames of at most `maxBytes`, and parses each as it is complete. */
export function createFrameDecoder(maxBytes: number): FrameReader<unknown> {
  const splitter = createFrameSplitter(maxBytes);
  return {
    push: (bytes) => splitter.push(bytes).map((frame) => parseFrame(frame)),
    get isWithinFrame() {
      return splitter.isWithinFrame;
    },
  };
}

/** Bytes of a frame's JSON: what it costs to parse it. */
export function textLengthOf({ body, hasBytes }: Frame): number {
  const length = hasBytes && body.byteLength >= frameHeaderBytes ? readNumber(body) : body.byteLength;
  return Math.min(length, body.byteLength);
}

/** Raises {@link FrameError}, also for more values than allowed: those take as much memory as time. */
export function parseFrame({ body, hasBytes }: Frame, maxValues = Infinity): unknown {
  return hasBytes ? parseWithBytes(body, maxValues) : parseText(body, maxValues);
}

/** Leaves parsing to its caller, and so the time for it. */
export function createFrameSplitter(maxBytes: number): FrameReader<Frame> {
  let header: Header | undefined;
  let part: Part | undefined;

  /** The next `length` bytes: of the chunk itself where it has all of them. Undefined while some are missing. */
  function take(chunk: Chunk, length: number): Uint8Array | undefined {
    if (part === undefined && chunk.left() >= length) return chunk.take(length);
    if (chunk.left() === 0) return undefined;
    part ??= { bytes: new Uint8Array(length), filled: 0 };
    const next = chunk.take(Math.min(chunk.left(), length - part.filled));
    part.bytes.set(next, part.filled);
    part.filled += next.byteLength;
    if (part.filled < length) return undefined;
    const { bytes } = part;
    part = undefined;
    return bytes;
  }

  function next(chunk: Chunk): Frame | undefined {
    if (header === undefined) {
      const bytes = take(chunk, frameHeaderBytes);
      if (bytes === undefined) return undefined;
      header = readHeader(bytes, maxBytes);
    }
    const body = take(chunk, header.length);
    if (body === undefined) return undefined;
    const { hasBytes } = header;
    header = undefined;
    return { body, hasBytes };
  }

  return {
    push(bytes) {
      const chunk = readChunk(bytes);
      const frames: Frame[] = [];
      for (let frame = next(chunk); frame !== undefined; frame = next(chunk)) frames.push(frame);
      return frames;
    },
    get isWithinFrame() {
      return header !== undefined || part !== undefined;
    },
  };
}

/** Bytes that are taken one after the other. */
interface Chunk {
  left(): number;
  take(length: number): Uint8Array;
}

function readChunk(bytes: Uint8Array): Chunk {
  let at = 0;
  return {
    left: () => bytes.byteLength - at,
    take(length) {
      at += length;
      return bytes.subarray(at - length, at);
    },
  };
}

/**
 * Deepest nesting of arrays and objects in JSON text; brackets within strings do not count. Raises {@link FrameError}
 * for text with more values than that, which are as many as its commas.
 */
export function depthOf(json: Uint8Array, maxValues = Infinity): number {
  let values = 1;
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < json.byteLength; index += 1) {
    const byte = json[index];
    if (byte === 0x22) index = endOfString(json, index + 1);
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    else if (byte === 0x2c && (values += 1) > maxValues)
      throw new FrameError(`a message has more than the ${maxValues} values allowed`);
  }
  return deepest;
}

/**
 * Finds the quote that ends a string, or the end of the text. Most bytes of a large message are within one string,
 * which `indexOf` passes 30 times as fast as a loop over its bytes.
 */
function endOfString(json: Uint8Array, begin: number): number {
  for (let from = begin; ;) {
    const quote = json.indexOf(0x22, from);
    if (quote === -1) return json.byteLength;
    let unescaped = quote;
    while (unescaped > from && json[unescaped - 1] === 0x5c) unescaped -= 1;
    if ((quote - unescaped) % 2 === 0) return quote;
    from = quote + 1;
  }
}

function readHeader(bytes: Uint8Array, maxBytes: number): Header {
  const value = readNumber(bytes);
  const hasBytes = value >= bytesFlag;
  const length = hasBytes ? value - bytesFlag : value;
  if (length > maxBytes) throw new FrameError(`a frame of ${length} bytes is longer than the ${maxBytes} allowed`);
  return { length, hasBytes };
}

function readNumber(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, frameHeaderBytes).getUint32(0);
}

/** The bytes stay in the memory of their frame, so it has to be of this frame alone. */
function parseWithBytes(body: Uint8Array, maxValues: number): unknown {
  const end = body.byteLength < frameHeaderBytes ? Infinity : frameHeaderBytes + readNumber(body);
  if (end > body.byteLength) throw new FrameError('a frame with bytes is shorter than its JSON');
  const message = parseText(body.subarray(frameHeaderBytes, end), maxValues);
  const isAlone = body.byteLength === body.buffer.byteLength;
  if (!attachBytes(message, isAlone ? body.subarray(end) : new Uint8Array(body.subarray(end))))
    throw new FrameError('a frame has bytes, and its message no place for them');
  return message;
}

function parseText(body: Uint8Array, maxValues: number): unknown {
  const depth = depthOf(body, maxValues);
  if (depth > maxDepth) throw new FrameError(`a message nested ${depth} deep is deeper than the ${maxDepth} allowed`);
  try {
    const message: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof message !== 'object' || message === null) throw new FrameError('a frame holds no JSON object');
    return message;
  } catch (error) {
    throw error instanceof FrameError ? error : new FrameError('a frame does not hold JSON in UTF-8');
  }
}
