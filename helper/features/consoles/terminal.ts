// SPDX-License-Identifier: Apache-2.0
/**
 * A process of the host on a pseudo-terminal of its own. Output that nobody reads stays in the kernel. At most {@link
 * highWater} bytes wait here; then reading stops, and in the end the writer has to wait.
 */

import { closeSync, readSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import {
  closeOnExecAll,
  passOutputUnchanged,
  pidfdOpen,
  pidfdSendSignal,
  watchReadiness,
} from '../../system/native/native.ts';
import type { HostCommand } from './attach-command.ts';
import { hasCode, unlessCode } from '../../system/errno.ts';

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

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

interface TerminalExit {
  readonly exitCode: number;
  /** Number of the signal that ended it; 0 when it exited. */
  readonly signal: number;
}

export interface Terminal {
  readonly pid: number;
  /** Gives the next output; undefined when there is no more. Ends early, with undefined, when the signal aborts. */
  read(signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** Settles when the terminal has taken the data, or is closed. */
  write(data: string): Promise<void>;
  resize(size: TerminalSize): void;
  /**
   * From now on newlines come as they are written, whatever the program sets: for one that relays another terminal's
   * output, where they were made ready already.
   */
  passOutputUnchanged(): void;
  /** Signals the process itself; nothing happens when it has ended. */
  signal(number: number): void;
  readonly exited: Promise<TerminalExit>;
}

/** The output that came and that nobody has read yet. */
interface Output {
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

/** Starts the command with umask 022, no descriptor of the helper's, and no controlling terminal but the new one. */
export function openTerminal(command: HostCommand, size: TerminalSize): Terminal {
  closeOnExecAll();
  const pty = spawnPty(command, size);
  const { socket, fd } = innerPartsOf(pty);
  const output = followOutput(socket, fd);
  // The rest is taken at once when the process has ended: it is at most what the kernel holds, and reading it ends the
  // terminal.
  const life = watchProcess(pty.pid, () => {
    output.isDraining = true;
    flow(output);
  });
  const exited = new Promise<TerminalExit>((resolve) => {
    pty.onExit(({ exitCode, signal = 0 }) => {
      output.isClosed = true;
      life.stop();
      output.wake();
      resolve({ exitCode, signal });
    });
  });

  return {
    pid: pty.pid,
    exited,
    read: (signal) => readOutput(output, signal),
    write: (data) => writeInput(output, fd, data),
    resize({ columns, rows }) {
      if (isUsable(output)) pty.resize(columns, rows);
    },
    passOutputUnchanged() {
      if (isUsable(output)) passOutputUnchanged(fd);
    },
    signal: (number) => life.signal(number),
  };
}

function spawnPty(command: HostCommand, size: TerminalSize): IPty {
  return withUmask(0o022, () =>
    spawn(command.file, [...command.arguments], {
      cols: size.columns,
      rows: size.rows,
      cwd: '/',
      env: { ...command.environment },
      encoding: null,
      name: command.environment['TERM'] ?? 'dumb',
    }),
  );
}

/** Takes what the terminal gives from now on. */
function followOutput(socket: Socket, fd: number): Output {
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
function isUsable({ isClosed, socket }: Output): boolean {
  return !isClosed && !socket.destroyed;
}

/** Stops reading while too much waits. */
function flow(output: Output): void {
  const { waiting, isPaused, isDraining, socket } = output;
  const isToPause = !isDraining && (isPaused ? waiting > lowWater : waiting > highWater);
  if (isToPause === isPaused) return;
  output.isPaused = isToPause;
  if (isToPause) socket.pause();
  else socket.resume();
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

async function readOutput(output: Output, signal: AbortSignal): Promise<Uint8Array | undefined> {
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

async function writeInput(output: Output, fd: number, data: string): Promise<void> {
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

/** A process until it ends, by pidfd. One that has already ended is only recorded. */
function watchProcess(pid: number, onEnd: () => void): { signal(number: number): void; stop(): void } {
  const pidfd = unlessGone(() => pidfdOpen(pid));
  if (pidfd === undefined) {
    onEnd();
    return { signal: () => undefined, stop: () => undefined };
  }
  const life = watchReadiness(pidfd, () => {
    life.stop();
    onEnd();
  });
  let isOpen = true;
  return {
    signal(number) {
      if (isOpen) unlessGone(() => pidfdSendSignal(pidfd, number));
    },
    stop() {
      if (!isOpen) return;
      isOpen = false;
      life.stop();
      closeSync(pidfd);
    },
  };
}

function unlessGone<T>(act: () => T): T | undefined {
  return unlessCode(act, 'ESRCH');
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

/**
 * Gives the socket behind node-pty, for reading, and its descriptor, for writing. Writing through the socket would stop
 * the whole helper while the program inside does not read: libuv writes to the master of a terminal only ever blocking.
 */
function innerPartsOf(pty: object): { readonly socket: Socket; readonly fd: number } {
  const { _socket: socket, fd } = pty as { readonly _socket?: unknown; readonly fd?: unknown };
  if (!(socket instanceof Socket) || typeof fd !== 'number' || fd < 0)
    throw new Error('this node-pty keeps the socket of a terminal elsewhere');
  return { socket, fd };
}

/** node-pty forks before this returns, so nothing else of the helper's runs under the other umask. */
function withUmask<T>(mask: number, act: () => T): T {
  const before = process.umask(mask);
  try {
    return act();
  } finally {
    process.umask(before);
  }
}
