// SPDX-License-Identifier: Apache-2.0
/**
 * A process of the host on a pseudo-terminal of its own. Output that nobody reads stays in the kernel. At most {@link
 * highWater} bytes wait here; then reading stops, and in the end the writer has to wait.
 */

import { closeSync, readSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
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
/** Of two pictures of a screen. Nobody reads what streams faster than that. */
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
  /** The next output; undefined when there is no more. Ends early, with undefined, when the signal aborts. */
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

/** Starts the command with umask 022, no descriptor of the helper's, and no controlling terminal but the new one. */
export function openTerminal(command: HostCommand, size: TerminalSize): Terminal {
  closeOnExecAll();
  const pty = withUmask(0o022, () =>
    spawn(command.file, [...command.arguments], {
      cols: size.columns,
      rows: size.rows,
      cwd: '/',
      env: { ...command.environment },
      encoding: null,
      name: command.environment['TERM'] ?? 'dumb',
    }),
  );
  const { socket, fd } = innerPartsOf(pty);
  const chunks: Uint8Array[] = [];
  let waiting = 0;
  let isPaused = false;
  let isClosed = false;
  let isDraining = false;
  let gatherUntil = 0;
  let gathering: NodeJS.Timeout | undefined;
  let wake: () => void = () => undefined;

  /** From the moment of `destroy` the descriptor's number may be another file's. */
  function isUsable(): boolean {
    return !isClosed && !socket.destroyed;
  }

  function flow(): void {
    const isToPause = !isDraining && (isPaused ? waiting > lowWater : waiting > highWater);
    if (isToPause === isPaused) return;
    isPaused = isToPause;
    if (isPaused) socket.pause();
    else socket.resume();
  }

  function take(chunk: Uint8Array): void {
    const isFirst = waiting === 0;
    chunks.push(chunk);
    waiting += chunk.byteLength;
    if (isFirst || isItemReady()) wake();
  }

  function isItemReady(): boolean {
    if (isClosed || waiting >= maxItemBytes) return true;
    return waiting > 0 && performance.now() >= gatherUntil;
  }

  /** Settles at the next output, the end of gathering, the end of the terminal, or when the signal aborts. */
  async function nextOutput(signal: AbortSignal): Promise<void> {
    const restMs = gatherUntil - performance.now();
    await new Promise<void>((resolve) => {
      wake = resolve;
      signal.addEventListener('abort', wake, { once: true });
      if (waiting > 0) gathering = setTimeout(wake, restMs);
    });
    clearTimeout(gathering);
    signal.removeEventListener('abort', wake);
  }

  socket.on('data', (chunk: Uint8Array) => {
    take(chunk);
    flow();
  });
  drainBeforeDestroy(socket, fd, take);
  // Reading the last of a terminal ends with EIO; node-pty closes it then, and raises whatever else nobody listens for.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isClosed = true;
    wake();
  });

  // Once the process has ended the rest is taken at once: it is at most what the kernel holds, and reading it ends the
  // terminal.
  const life = watchProcess(pty.pid, () => {
    isDraining = true;
    flow();
  });
  const exited = new Promise<TerminalExit>((resolve) => {
    pty.onExit(({ exitCode, signal = 0 }) => {
      isClosed = true;
      life.stop();
      wake();
      resolve({ exitCode, signal });
    });
  });

  return {
    pid: pty.pid,
    exited,
    async read(signal) {
      while (!signal.aborted && !isItemReady()) await nextOutput(signal);
      if (signal.aborted) return undefined;
      const item = takeItem(chunks);
      waiting -= item?.byteLength ?? 0;
      gatherUntil = item !== undefined && item.byteLength >= streamingBytes ? performance.now() + gatherMs : 0;
      flow();
      return item;
    },
    async write(data) {
      let rest: Uint8Array = Buffer.from(data, 'utf8');
      while (isUsable() && rest.byteLength > 0) {
        const written = writeSome(fd, rest);
        rest = rest.subarray(written);
        if (rest.byteLength > 0) await sleep(writeRetryMs);
      }
    },
    resize({ columns, rows }) {
      if (isUsable()) pty.resize(columns, rows);
    },
    passOutputUnchanged() {
      if (isUsable()) passOutputUnchanged(fd);
    },
    signal: (number) => life.signal(number),
  };
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
 * The socket behind node-pty, for reading, and its descriptor, for writing. Writing through the socket would stop the
 * whole helper while the program inside does not read: libuv writes to the master of a terminal only ever blocking.
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
