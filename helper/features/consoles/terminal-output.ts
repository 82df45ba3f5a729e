// SPDX-License-Identifier: Apache-2.0
/**
 * What comes out of the master of a pseudo-terminal, and what goes into it. Output that nobody reads stays in the kernel.
 * At most {@link highWater} bytes wait here; then reading stops, and in the end the writer has to wait.
 */

import { readSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from '../../system/errno.ts';

/** Small, since what waits here is shown before the effect of Ctrl-C. */
const highWater = 64 * 1024;
const lowWater = 16 * 1024;
const maxItemBytes = 32 * 1024;
/**
 * What follows an item of so many bytes is gathered for a while: a terminal gives 4 KiB at once, and a message for each
 * costs more than its bytes. An echo, or an answer to a program that waits for it, is smaller and never waits.
 */
const streamingBytes = 2 * 1024;
/** Output is gathered for the time between two pictures of a screen. Nobody reads what streams faster than that. */
const gatherMs = 33;
const writeRetryMs = 10;

/** The output that came and that nobody has read yet. */
export interface Output {
  readonly socket: Socket;
  readonly chunks: Uint8Array[];
  /** Bytes in the chunks. */
  waiting: number;
  isPaused: boolean;
  isClosed: boolean;
  /** Says whether all is read without a pause, since the process has ended. */
  isDraining: boolean;
  /** The time until which output is gathered. */
  gatherUntil: number;
  gathering: NodeJS.Timeout | undefined;
  /** Wakes what waits for output. */
  wake: () => void;
}

/** Takes what the terminal gives from now on. */
export function followOutput(socket: Socket, fd: number): Output {
  const output: Output = {
    socket,
    chunks: [],
    waiting: 0,
    isPaused: false,
    isClosed: false,
    isDraining: false,
    gatherUntil: 0,
    gathering: undefined,
    wake: () => undefined,
  };
  socket.on('data', (chunk: Uint8Array) => {
    takeChunk(output, chunk);
    flow(output);
  });
  drainBeforeDestroy(socket, fd, (chunk) => takeChunk(output, chunk));
  // Reading the last of a terminal ends with EIO; node-pty closes it then, and raises whatever else nobody listens for.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    output.isClosed = true;
    output.wake();
  });
  return output;
}

/** Says whether the descriptor is the terminal's: from the moment of `destroy` its number may be another file's. */
export function isUsable({ isClosed, socket }: Output): boolean {
  return !isClosed && !socket.destroyed;
}

/** Stops reading while too much waits. */
export function flow(output: Output): void {
  const { waiting, isPaused, isDraining, socket } = output;
  const isToPause = !isDraining && (isPaused ? waiting > lowWater : waiting > highWater);
  if (isToPause === isPaused) return;
  output.isPaused = isToPause;
  if (isToPause) socket.pause();
  else socket.resume();
}

/** Takes all output that was read and that nobody has been given. What comes after it stays in the kernel. */
export function takeUnread(output: Output): Uint8Array {
  output.socket.pause();
  // What the stream itself holds is read too, which raises `data`.
  while (output.socket.read() !== null);
  output.waiting = 0;
  return Buffer.concat(output.chunks.splice(0));
}

function takeChunk(output: Output, chunk: Uint8Array): void {
  const isFirst = output.waiting === 0;
  output.chunks.push(chunk);
  output.waiting += chunk.byteLength;
  if (isFirst || isItemReady(output)) output.wake();
}

function isItemReady({ isClosed, waiting, gatherUntil }: Output): boolean {
  if (isClosed || waiting >= maxItemBytes) return true;
  return waiting > 0 && performance.now() >= gatherUntil;
}

export async function readOutput(output: Output, signal: AbortSignal): Promise<Uint8Array | undefined> {
  while (!signal.aborted && !isItemReady(output)) await nextOutput(output, signal);
  if (signal.aborted) return undefined;
  const item = takeItem(output.chunks);
  output.waiting -= item?.byteLength ?? 0;
  output.gatherUntil = item !== undefined && item.byteLength >= streamingBytes ? performance.now() + gatherMs : 0;
  flow(output);
  return item;
}

/** Settles at the next output, the end of gathering, the end of the terminal, or when the signal aborts. */
async function nextOutput(output: Output, signal: AbortSignal): Promise<void> {
  const restMs = output.gatherUntil - performance.now();
  await new Promise<void>((resolve) => {
    output.wake = resolve;
    signal.addEventListener('abort', output.wake, { once: true });
    if (output.waiting > 0) output.gathering = setTimeout(output.wake, restMs);
  });
  clearTimeout(output.gathering);
  signal.removeEventListener('abort', output.wake);
}

export async function writeInput(output: Output, fd: number, data: string): Promise<void> {
  let rest: Uint8Array = Buffer.from(data, 'utf8');
  while (isUsable(output) && rest.byteLength > 0) {
    const written = writeSome(fd, rest);
    rest = rest.subarray(written);
    if (rest.byteLength > 0) await sleep(writeRetryMs);
  }
}

/** Whole chunks up to the limit for one item, or a part of the first. */
function takeItem(chunks: Uint8Array[]): Uint8Array | undefined {
  const [first] = chunks;
  if (first === undefined) return undefined;
  if (first.byteLength > maxItemBytes) {
    chunks[0] = first.subarray(maxItemBytes);
    return first.subarray(0, maxItemBytes);
  }
  const taken: Uint8Array[] = [];
  let length = 0;
  for (let next = chunks[0]; next !== undefined && length + next.byteLength <= maxItemBytes; next = chunks[0]) {
    taken.push(next);
    length += next.byteLength;
    chunks.shift();
  }
  return taken.length === 1 ? first : Buffer.concat(taken, length);
}

/** More than a terminal's buffer in the kernel ever holds. */
const maxLeft = 256 * 1024;

/**
 * Takes what the kernel still holds before the socket is closed. When a terminal hangs up, libuv ends the stream after
 * the first read of less than 64 KiB, which for a terminal is every read; and node-pty closes it 200 ms after the
 * process ended.
 */
function drainBeforeDestroy(socket: Socket, fd: number, take: (chunk: Uint8Array) => void): void {
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => {
    if (!socket.destroyed) {
      // What the stream itself holds comes first; reading it raises `data`.
      while (socket.read() !== null);
      let left = maxLeft;
      for (let chunk = readSome(fd); chunk !== undefined && left > 0; chunk = readSome(fd)) {
        take(chunk);
        left -= chunk.byteLength;
      }
    }
    return destroy(error);
  };
}

/** Never waits. Undefined when nothing is there, or never will be. */
function readSome(fd: number): Uint8Array | undefined {
  const buffer = Buffer.allocUnsafe(maxItemBytes);
  try {
    const length = readSync(fd, buffer);
    return length === 0 ? undefined : buffer.subarray(0, length);
  } catch (error) {
    if (hasCode(error, 'EAGAIN', 'EIO')) return undefined;
    throw error;
  }
}

/** Never waits: the descriptor is non-blocking. Zero while the program inside does not read its input. */
function writeSome(fd: number, bytes: Uint8Array): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if (hasCode(error, 'EAGAIN')) return 0;
    if (hasCode(error, 'EIO')) return bytes.byteLength;
    throw error;
  }
}
