// SPDX-License-Identifier: Apache-2.0
/**
 * The sessions that run on terminals, each with one client at a time. One that is to be kept outlives the connection of
 * its client for a while, with the end of its output: a window that is loaded again, or a connection that broke, finds
 * it again. Meanwhile nobody reads its terminal, so it waits when it writes much.
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../../contract/errors.ts';
import type { Item } from '../../../contract/operations/index.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { hasEndedWithConnection } from '../../../rpc/call-signals.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import type { AttachTarget } from '../containers/ports/containers.ts';
import { signalSession } from './attached-process.ts';
import { createOutputTail } from './output-tail.ts';
import type { ConsoleItems, ConsoleRequest } from './ports.ts';
import type { Terminal, TerminalSize } from './terminal.ts';

interface NewSession {
  readonly terminal: Terminal;
  readonly target: AttachTarget;
  readonly uid: number;
  /** Frees its place when it has ended. */
  readonly release: () => void;
}

/** One client of a session, from its call to the end of it. */
interface SessionClient {
  /** Gives the output, and the exit code. Fails with `cancelled` when the call ends, or another client joins. */
  carry(input: ConsoleRequest['input']): ConsoleItems;
  /** Ends the session, unless another client has it, or it is kept and the connection has ended. */
  leave(): Promise<void>;
}

interface ConsoleSession {
  readonly id: string;
  /**
   * Says that the context is known to be the right one from now on, and `pid` is the session inside; undefined for one
   * that runs nothing inside. Only such a session can be kept.
   */
  setVerified(pid: number | undefined, options: { readonly isKept: boolean }): void;
  /** Detaches the client that it has. The signal is that of the call. */
  join(signal: AbortSignal): SessionClient;
  /** What its new client has to draw first; the terminal takes that client's size. */
  replay(size: TerminalSize): Item<'console.attach'>;
}

export interface ConsoleSessions {
  begin(session: NewSession): ConsoleSession;
  /** A session of this user that can be kept. */
  find(wanted: { readonly id: string; readonly uid: number; readonly name: string }): ConsoleSession | undefined;
  /** Kills the sessions that wait for their clients. */
  close(): void;
}

interface KeptSession {
  readonly session: ConsoleSession;
  readonly uid: number;
  readonly name: string;
  kill(): void;
}

const signalHangup = 1;
const signalKill = 9;
const hangupGraceMs = 1_000;

export function createConsoleSessions(options: { readonly log: Log; readonly keptMs: number }): ConsoleSessions {
  const { log, keptMs } = options;
  const kept = new Map<string, KeptSession>();

  function begin({ terminal, target, uid, release }: NewSession): ConsoleSession {
    const id = randomUUID();
    const tail = createOutputTail(serviceLimits.consoleTailBytes.value);
    let inside: number | undefined;
    let current: AbortController | undefined;
    let waiting: NodeJS.Timeout | undefined;

    async function* carry(input: ConsoleRequest['input'], signal: AbortSignal): ConsoleItems {
      void feed(terminal, input, log);
      for (let data = await terminal.read(signal); data !== undefined; data = await terminal.read(signal)) {
        if (kept.has(id)) tail.add(data);
        yield { data };
      }
      if (signal.aborted) fail('cancelled', {});
      const { exitCode, signal: number } = await terminal.exited;
      return { exitCode: number === 0 ? exitCode : 128 + number };
    }

    async function end(): Promise<void> {
      kept.delete(id);
      await endSession(terminal, target, inside);
      release();
    }

    const session: ConsoleSession = {
      id,
      setVerified(pid, { isKept }) {
        inside = pid;
        if (isKept) kept.set(id, { session, uid, name: target.name, kill });
      },
      join(signal) {
        current?.abort();
        clearTimeout(waiting);
        const own = new AbortController();
        current = own;
        return {
          carry: (input) => carry(input, AbortSignal.any([signal, own.signal])),
          async leave() {
            if (current !== own) return;
            current = undefined;
            if (kept.has(id) && hasEndedWithConnection(signal)) waiting = setTimeout(() => void end(), keptMs).unref();
            else await end();
          },
        };
      },
      replay(size) {
        const { data, isCut } = tail.read();
        // A program that draws the whole screen does so again when the size changes.
        if (isCut) terminal.resize({ ...size, rows: size.rows + 1 });
        terminal.resize(size);
        return { data, session: id, isReplay: true };
      },
    };

    function kill(): void {
      clearTimeout(waiting);
      if (inside !== undefined) signalSession(inside, target.initPid, signalKill);
      terminal.signal(signalKill);
    }

    return session;
  }

  return {
    begin,
    find({ id, uid, name }) {
      const found = kept.get(id);
      return found?.uid === uid && found.name === name ? found.session : undefined;
    },
    close() {
      for (const { kill } of kept.values()) kill();
      kept.clear();
    },
  };
}

async function feed(terminal: Terminal, input: ConsoleRequest['input'], log: Log): Promise<void> {
  try {
    for await (const message of input) {
      if (message.type === 'data') await terminal.write(message.data);
      else terminal.resize(message);
    }
  } catch (error) {
    // Input that does not fit the contract, or a terminal that is gone: either way the console is over.
    log('warning', 'console-input-ended', { reason: messageOf(error) });
    terminal.signal(signalHangup);
  }
}

/** Hangs up, then kills what is left of the session inside and lxc-attach itself. */
async function endSession(terminal: Terminal, { initPid }: AttachTarget, session: number | undefined): Promise<void> {
  const hasExited = await isSettledWithin(terminal.exited, 0);
  if (hasExited) return;
  if (session !== undefined) signalSession(session, initPid, signalHangup);
  terminal.signal(signalHangup);
  await isSettledWithin(terminal.exited, hangupGraceMs);
  if (session !== undefined) signalSession(session, initPid, signalKill);
  terminal.signal(signalKill);
  await terminal.exited;
}

async function isSettledWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return Promise.race([promise.then(() => true), sleep(milliseconds, false)]);
}
