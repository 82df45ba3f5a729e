// SPDX-License-Identifier: Apache-2.0
/**
 * The sessions that run on terminals, each with one client at a time. One that is to be kept outlives the connection of
 * its client for a while, with the end of its output: a window that is loaded again, or a connection that broke, finds
 * it again. Meanwhile nobody reads its terminal, so it waits when it writes much. Where systemd keeps its terminal, it
 * outlives the helper too.
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
import { createOutputTail, type OutputTail } from './output-tail.ts';
import type { ConsoleItems, ConsoleRequest } from './ports.ts';
import type { FormerSession, SessionStore } from './stored/session-store.ts';
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
  /**
   * Says that the context is known to be the right one from now on, and `pid` is the session inside; undefined for one
   * that runs nothing inside. Only such a session can be kept.
   */
  setVerified(pid: number | undefined, options: { readonly isKept: boolean }): void;
  /** Detaches the client that it has. The signal is that of the call. */
  join(signal: AbortSignal): SessionClient;
  /** What its first client is given before any output; `isKept` as it was asked for. */
  first(options: { readonly isKept: boolean }): Item<'console.open'>;
  /** What its new client has to draw first; the terminal takes that client's size. */
  replay(size: TerminalSize): Item<'console.attach'>;
}

export interface ConsoleSessions {
  begin(session: NewSession): ConsoleSession;
  /** Goes on with a session that an earlier helper has left; it waits for a client as one whose connection has ended. */
  resume(session: NewSession, former: FormerSession): void;
  /** A session of this user that can be kept. */
  find(wanted: { readonly id: string; readonly uid: number; readonly name: string }): ConsoleSession | undefined;
  /** Leaves the sessions that outlive the helper to the next one, and kills the others that wait for their clients. */
  close(): void;
}

interface SessionState extends NewSession {
  readonly id: string;
  readonly tail: OutputTail;
  /** What runs inside, and leads its session there. */
  inside: number | undefined;
  current: AbortController | undefined;
  waiting: NodeJS.Timeout | undefined;
  /** Says whether it outlives the helper. */
  isStored: boolean;
  /** Says whether an earlier helper began it, and nobody has attached since. */
  isAfterRestart: boolean;
}

interface Sessions {
  readonly log: Log;
  readonly keptMs: number;
  readonly store: SessionStore;
  readonly kept: Map<string, SessionState>;
}

const signalHangup = 1;
const signalKill = 9;
const hangupGraceMs = 1_000;

/** A client that does not know how a command ended is given the code that stands for no code, as ssh gives it. */
const unknownExitCode = 255;

export function createConsoleSessions(options: Omit<Sessions, 'kept'>): ConsoleSessions {
  const sessions: Sessions = { ...options, kept: new Map() };
  const { kept, store } = sessions;
  return {
    begin: (session) => sessionOn(sessions, stateOf(session)),
    resume(session, former) {
      const state = stateOf(session, former);
      kept.set(state.id, state);
      waitForClient(sessions, state);
    },
    find({ id, uid, name }) {
      const found = kept.get(id);
      return found?.uid === uid && found.target.name === name ? sessionOn(sessions, found) : undefined;
    },
    close() {
      for (const state of kept.values()) {
        clearTimeout(state.waiting);
        if (!state.isStored) kill(state);
        else store.leave(state.id, Buffer.concat([state.tail.read().data, state.terminal.takeUnread()]));
      }
      kept.clear();
    },
  };
}

function stateOf(session: NewSession, former?: FormerSession): SessionState {
  const tail = createOutputTail(serviceLimits.consoleTailBytes.value);
  if (former !== undefined) tail.add(former.output);
  return {
    ...session,
    id: former?.id ?? randomUUID(),
    tail,
    inside: former?.inside,
    current: undefined,
    waiting: undefined,
    isStored: former !== undefined,
    isAfterRestart: former !== undefined,
  };
}

function sessionOn(sessions: Sessions, state: SessionState): ConsoleSession {
  return {
    setVerified(pid, { isKept }) {
      state.inside = pid;
      if (isKept) keep(sessions, state);
    },
    first: ({ isKept }) => ({
      data: new Uint8Array(),
      ...(isKept && { session: state.id }),
      ...(state.isStored && { outlivesHelper: true }),
    }),
    join(signal) {
      state.current?.abort();
      clearTimeout(state.waiting);
      const own = new AbortController();
      state.current = own;
      return {
        carry: (input) => carry(sessions, state, { input, signal: AbortSignal.any([signal, own.signal]) }),
        async leave() {
          if (state.current !== own) return;
          state.current = undefined;
          if (sessions.kept.has(state.id) && hasEndedWithConnection(signal)) waitForClient(sessions, state);
          else await end(sessions, state);
        },
      };
    },
    replay: (size) => replay(state, size),
  };
}

function keep({ kept, store }: Sessions, state: SessionState): void {
  const { id, uid, target, terminal, inside } = state;
  kept.set(id, state);
  const { master, pid: attachPid } = terminal;
  if (master !== undefined) state.isStored = store.keep({ id, uid, target, attachPid, inside }, master);
}

function waitForClient(sessions: Sessions, state: SessionState): void {
  state.waiting = setTimeout(() => void end(sessions, state), sessions.keptMs).unref();
}

interface Carried {
  readonly input: ConsoleRequest['input'];
  readonly signal: AbortSignal;
}

async function* carry({ kept, log }: Sessions, state: SessionState, { input, signal }: Carried): ConsoleItems {
  const { terminal, tail } = state;
  void feed(terminal, input, log);
  for (let data = await terminal.read(signal); data !== undefined; data = await terminal.read(signal)) {
    if (kept.has(state.id)) tail.add(data);
    yield { data };
  }
  if (signal.aborted) fail('cancelled', {});
  const exit = await terminal.exited;
  if (exit === undefined) return { exitCode: unknownExitCode, isExitCodeUnknown: true };
  return { exitCode: exit.signal === 0 ? exit.exitCode : 128 + exit.signal };
}

function replay(state: SessionState, size: TerminalSize): Item<'console.attach'> {
  const { tail, terminal, id, isStored, isAfterRestart } = state;
  const { data, isCut } = tail.read();
  // A program that draws the whole screen does so again when the size changes.
  if (isCut || isAfterRestart) terminal.resize({ ...size, rows: size.rows + 1 });
  terminal.resize(size);
  state.isAfterRestart = false;
  return {
    data,
    session: id,
    isReplay: true,
    ...(isStored && { outlivesHelper: true }),
    ...(isAfterRestart && { isAfterRestart }),
  };
}

async function end({ kept, store }: Sessions, state: SessionState): Promise<void> {
  kept.delete(state.id);
  await endSession(state.terminal, state.target, state.inside);
  if (state.isStored) store.remove(state.id);
  state.release();
}

function kill({ terminal, target, inside }: SessionState): void {
  if (inside !== undefined) signalSession(inside, target.initPid, signalKill);
  terminal.signal(signalKill);
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
