// SPDX-License-Identifier: Apache-2.0
/** Holds a process of the host on a pseudo-terminal: one that is started here, or that a former helper has started. */

import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { ReadStream } from 'node:tty';
import { type IPty, spawn } from '@lydell/node-pty';
import {
  closeOnExecAll,
  passOutputUnchanged,
  pidfdOpen,
  pidfdSendSignal,
  watchReadiness,
} from '../../system/native/native.ts';
import { setTerminalSize } from '../../system/native/terminal-size.ts';
import type { HostCommand } from './attach-command.ts';
import { unlessCode } from '../../system/errno.ts';
import { flow, followOutput, isUsable, readOutput, takeUnread, writeInput } from './terminal-output.ts';

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
  /** Is the descriptor of the terminal's master; undefined once it is closed. */
  readonly master: number | undefined;
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
  /** Takes the output that was read and that `read` has not given; nothing more is read then. */
  takeUnread(): Uint8Array;
  /** Settles with undefined for a process that a former helper started: the kernel tells only that one how it ended. */
  readonly exited: Promise<TerminalExit | undefined>;
}

interface TerminalParts {
  readonly pid: number;
  readonly socket: Socket;
  readonly fd: number;
  /** Calls back when the process has ended and the terminal is read to its end. `ended` settles at the first of these. */
  readonly onExit: (ended: Promise<void>, listener: (exit: TerminalExit | undefined) => void) => void;
}

/** Starts the command with umask 022, no descriptor of the helper's, and no controlling terminal but the new one. */
export function openTerminal(command: HostCommand, size: TerminalSize): Terminal {
  closeOnExecAll();
  const pty = spawnPty(command, size);
  const { socket, fd } = innerPartsOf(pty);
  return makeTerminal({
    pid: pty.pid,
    socket,
    fd,
    onExit: (_ended, listener) => pty.onExit(({ exitCode, signal = 0 }) => listener({ exitCode, signal })),
  });
}

/** Goes on with a process that a former helper started, by the master of its terminal, which is closed at the end. */
export function adoptTerminal(pid: number, master: number): Terminal {
  const socket = new ReadStream(master);
  return makeTerminal({
    pid,
    socket,
    fd: master,
    onExit(ended, listener) {
      void ended.then(() => {
        if (socket.closed) listener(undefined);
        else socket.once('close', () => listener(undefined));
        socket.destroy();
      });
    },
  });
}

function makeTerminal({ pid, socket, fd, onExit }: TerminalParts): Terminal {
  const output = followOutput(socket, fd);
  let endProcess = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    endProcess = resolve;
  });
  // The rest is taken at once when the process has ended: it is at most what the kernel holds, and reading it ends the
  // terminal.
  const life = watchProcess(pid, () => {
    output.isDraining = true;
    flow(output);
    endProcess();
  });
  const exited = new Promise<TerminalExit | undefined>((resolve) => {
    onExit(ended, (exit) => {
      output.isClosed = true;
      life.stop();
      output.wake();
      resolve(exit);
    });
  });

  return {
    pid,
    exited,
    get master() {
      return isUsable(output) ? fd : undefined;
    },
    read: (signal) => readOutput(output, signal),
    takeUnread: () => takeUnread(output),
    write: (data) => writeInput(output, fd, data),
    resize(size) {
      if (isUsable(output)) setTerminalSize(fd, size);
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
