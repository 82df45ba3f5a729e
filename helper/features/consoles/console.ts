// SPDX-License-Identifier: Apache-2.0
/**
 * Opens terminals in containers. No byte passes either way before the command was seen to run in the container's own
 * context; when the client goes, the command and its session go too, unless it asked that they wait for it.
 */

import { existsSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../../contract/errors.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { say } from '../../../contract/text.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import { createPlaces } from '../../system/work/places.ts';
import { attachCommand, type HostCommand } from './attach-command.ts';
import { bootConsoleCommand } from './boot-console-command.ts';
import { type Attached, contextOf, findAttached, killStrangers, programOf, signalProcess } from './attached-process.ts';
import { type ConsoleSessions, createConsoleSessions } from './console-sessions.ts';
import { type FormerSession, noSessionStore, type SessionStore } from './stored/session-store.ts';
import { adoptTerminal, openTerminal, type Terminal } from './terminal.ts';
import type { AttachTarget } from '../containers/ports/containers.ts';
import type { BootConsoleRequest, ConsoleItems, ConsoleRequest, Consoles, InsideCommand } from './ports.ts';

export interface ConsoleOptions {
  readonly log: Log;
  readonly maxPerUid?: number;
  /** Builds the command line; a test replaces lxc-attach by a program that the machine has. */
  readonly commandFor?: (target: AttachTarget, inside: InsideCommand) => HostCommand;
  readonly bootCommandFor?: (target: AttachTarget) => HostCommand;
  readonly contextOfInit?: (initPid: number) => string | undefined;
  readonly find?: (attachPid: number, initPid: number) => Attached;
  /** Time in which the command must have begun to run inside. */
  readonly attachTimeoutMs?: number;
  /** Time for which a kept session waits for its client. */
  readonly keptMs?: number;
  /** Lets kept sessions outlive the helper; without it they end with the helper. */
  readonly store?: SessionStore;
}

const consolesPerUser = serviceLimits.consolesPerUser.value;
/**
 * lxc-attach takes a second; while the policy is loaded and the host has other work too, 17 were measured on an
 * emulated machine. The caller may cancel.
 */
const defaultAttachTimeoutMs = 60_000;
const signalKill = 9;
/** Polls on every turn of the event loop for this time, then every millisecond, since others need the processor too. */
const maxSpinMs = 100;
/** The kernel shows the new program of an exec a moment before the new context; longer than this is no such moment. */
const execSettlesMs = 100;

type Verified =
  | { readonly outcome: 'running'; readonly pid: number }
  | { readonly outcome: 'ended' }
  | { readonly outcome: 'aborted' };

interface ConsoleState {
  readonly options: ConsoleOptions;
  readonly places: ReturnType<typeof createPlaces>;
  readonly sessions: ConsoleSessions;
  /** Names of the programs by which commands are attached, as /proc shows them. */
  readonly attachPrograms: Set<string>;
  /** Names of the containers whose boot console a session has. LXC's monitor has one client at a time. */
  readonly joined: Set<string>;
}

/** A command that was begun in a terminal, and where it has to run. */
interface Begun {
  readonly terminal: Terminal;
  readonly target: AttachTarget;
}

export function createConsoles(options: ConsoleOptions): Consoles {
  const {
    log,
    maxPerUid = consolesPerUser,
    keptMs = serviceLimits.consoleKeptMs.value,
    store = noSessionStore,
  } = options;
  const sessions = createConsoleSessions({ log, keptMs, store });
  const consoles: ConsoleState = {
    options,
    places: createPlaces(maxPerUid),
    sessions,
    attachPrograms: new Set(),
    joined: new Set(),
  };
  for (const former of store.recover()) resume(consoles, former);
  return {
    openBoot: (request, signal) => openBootConsole(consoles, request, signal),
    open: (request, signal) => openConsole(consoles, request, signal),
    async *attach({ name, session: id, uid, input, columns, rows }, signal) {
      const session = sessions.find({ id, uid, name }) ?? fail('console-not-found', { name });
      const client = session.join(signal);
      try {
        yield session.replay({ columns, rows });
        return yield* client.carry(input);
      } finally {
        await client.leave();
      }
    },
    close: sessions.close,
  };
}

/** Goes on with what an earlier helper has left. It counts as one of its user's, but for the limit it is too late. */
function resume({ options, places, sessions, joined }: ConsoleState, former: FormerSession): void {
  const { target, uid, attachPid, inside, master } = former;
  const { log, store = noSessionStore } = options;
  try {
    const terminal = adoptTerminal(attachPid, master);
    const free = places.take(uid) ?? ((): void => undefined);
    if (inside === undefined) joined.add(target.name);
    const release = (): void => {
      if (inside === undefined) joined.delete(target.name);
      free();
    };
    sessions.resume({ terminal, target, uid, release }, former);
  } catch (error) {
    log('error', 'session-not-resumed', { container: target.name, reason: messageOf(error) });
    store.end(former);
  }
}

async function* openBootConsole(
  consoles: ConsoleState,
  { target, uid, input, isKept = false, ...size }: BootConsoleRequest,
  signal: AbortSignal,
): ConsoleItems {
  const { bootCommandFor = bootConsoleCommand } = consoles.options;
  const command = bootCommandFor(target);
  requireProgram(command);
  verifyInit(consoles.options, target);
  const release = takeBootConsole(consoles, target.name, uid);
  const terminal = openTerminal(command, size);
  // Newlines were made ready by the terminal inside.
  terminal.passOutputUnchanged();
  const session = consoles.sessions.begin({ terminal, target, uid, release });
  const client = session.join(signal);
  try {
    session.setVerified(undefined, { isKept });
    yield session.first({ isKept });
    return yield* client.carry(input);
  } finally {
    await client.leave();
  }
}

async function* openConsole(
  consoles: ConsoleState,
  { target, uid, input, isKept = false, ...request }: ConsoleRequest,
  signal: AbortSignal,
): ConsoleItems {
  const { commandFor = attachCommand } = consoles.options;
  const attach = commandFor(target, request);
  requireProgram(attach);
  const release = takePlace(consoles, uid);
  const terminal = openTerminal(attach, request);
  // lxc-attach relays the terminal inside, which has already converted its newlines. Without this they would be
  // converted again.
  terminal.passOutputUnchanged();
  const session = consoles.sessions.begin({ terminal, target, uid, release });
  const client = session.join(signal);
  let pid: number | undefined;
  try {
    const verified = await verify(consoles, { terminal, target }, signal);
    if (verified.outcome === 'running') pid = verified.pid;
    if (verified.outcome === 'ended') checkLeftovers(consoles, target);
    if (pid !== undefined) session.setVerified(pid, { isKept });
    yield session.first({ isKept });
    return yield* client.carry(input);
  } finally {
    if (pid === undefined) killUnverified(consoles, { terminal, target });
    await client.leave();
  }
}

function takePlace({ places, options }: ConsoleState, uid: number): () => void {
  const { maxPerUid = consolesPerUser } = options;
  return places.take(uid) ?? fail('too-busy', { limit: say('{maxPerUid} terminals for each user', { maxPerUid }) });
}

function takeBootConsole(consoles: ConsoleState, name: string, uid: number): () => void {
  const { joined } = consoles;
  if (joined.has(name)) fail('console-busy', { name });
  const release = takePlace(consoles, uid);
  joined.add(name);
  return () => {
    joined.delete(name);
    release();
  };
}

/** Fails unless init is confined: it and its children write on the console. */
function verifyInit(
  { contextOfInit = contextOf, log }: ConsoleOptions,
  { name, initPid, context }: AttachTarget,
): void {
  const actual = contextOfInit(initPid) ?? fail('container-not-running', { name });
  if (actual === context) return;
  log('error', 'context-mismatch', { container: name, expected: context, actual });
  fail('console-not-isolated', { name, expected: context, actual });
}

/**
 * Waits until the command runs, and compares its context. Spins once lxc-attach is inside, so that short commands are
 * seen too.
 */
async function verify(consoles: ConsoleState, begun: Begun, signal: AbortSignal): Promise<Verified> {
  const { attachTimeoutMs = defaultAttachTimeoutMs } = consoles.options;
  const { terminal, target } = begun;
  const deadline = Date.now() + attachTimeoutMs;
  const end = { isReached: false };
  let strangeSince: number | undefined;
  let insideSince: number | undefined;
  void terminal.exited.then(() => {
    end.isReached = true;
  });
  for (;;) {
    const attached = findCommand(consoles, begun);
    if (attached.state === 'running' && attached.context === target.context)
      return { outcome: 'running', pid: attached.pid };
    if (attached.state === 'running') {
      strangeSince ??= Date.now();
      if (Date.now() - strangeSince >= execSettlesMs) deny(consoles, target, attached.context);
    }
    if (end.isReached) return { outcome: 'ended' };
    if (signal.aborted) return { outcome: 'aborted' };
    if (Date.now() > deadline)
      fail('container-failed', {
        name: target.name,
        reason: say('the command did not begin within {seconds} seconds', { seconds: attachTimeoutMs / 1000 }),
      });
    rememberProgram(consoles, terminal.pid);
    if (attached.state === 'before-exec') insideSince ??= Date.now();
    if (insideSince !== undefined && Date.now() - insideSince < maxSpinMs) await nextTurn();
    else await sleep(1);
  }
}

function findCommand({ options: { find = findAttached } }: ConsoleState, { terminal, target }: Begun): Attached {
  return find(terminal.pid, target.initPid);
}

/** Remembers the name that /proc has for lxc-attach, which runs a sealed copy of itself; it is not its path. */
function rememberProgram({ attachPrograms }: ConsoleState, pid: number): void {
  const program = programOf(pid);
  if (program !== undefined && attachPrograms.size < 16) attachPrograms.add(program);
}

/**
 * Kills a command inside whose context was never verified: at once, since nobody has read its output, and nothing may
 * delay it. A hangup would not be enough: the command could ignore it, and outlive lxc-attach.
 */
function killUnverified(consoles: ConsoleState, begun: Begun): void {
  const { initPid, context } = begun.target;
  const pid = pidOf(findCommand(consoles, begun));
  if (pid === undefined) return;
  signalProcess(pid, signalKill, () => pidOf(findCommand(consoles, begun)) === pid);
  // What it has begun meanwhile may be in no better context.
  killStrangers(initPid, context, consoles.attachPrograms);
}

/** Fails unless all processes that a command left are in the right context; it was too short to be seen itself. */
function checkLeftovers(consoles: ConsoleState, target: AttachTarget): void {
  const stranger = killStrangers(target.initPid, target.context, consoles.attachPrograms);
  if (stranger !== undefined) deny(consoles, target, stranger);
}

function deny({ options: { log } }: ConsoleState, { name, context }: AttachTarget, actual: string): never {
  log('error', 'context-mismatch', { container: name, expected: context, actual });
  fail('context-mismatch', { name, expected: context, actual });
}

function requireProgram({ file }: HostCommand): void {
  if (!existsSync(file)) fail('lxc-unavailable', { reason: say('its programs are not installed') });
}

function pidOf(attached: Attached): number | undefined {
  return attached.state === 'absent' ? undefined : attached.pid;
}
