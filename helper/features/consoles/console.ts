// SPDX-License-Identifier: Apache-2.0
/**
 * Opens terminals in containers. No byte passes either way before the command was seen to run in the container's own
 * context; when the client goes, the command and its session go too, unless it asked that they wait for it.
 */

import { existsSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../../contract/errors.ts';
import { serviceLimits } from '../../../contract/service-limits.ts';
import { say } from '../../../contract/text.ts';
import type { Log } from '../../system/log.ts';
import { createPlaces } from '../../system/work/places.ts';
import { attachCommand, type HostCommand } from './attach-command.ts';
import { bootConsoleCommand } from './boot-console-command.ts';
import { type Attached, contextOf, findAttached, killStrangers, programOf, signalProcess } from './attached-process.ts';
import { createConsoleSessions } from './console-sessions.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import type { AttachTarget } from '../containers/ports/containers.ts';
import type { Consoles, InsideCommand } from './ports.ts';

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
}

const consolesPerUser = serviceLimits.consolesPerUser.value;
/**
 * lxc-attach takes a second; while the policy is loaded and the host has other work too, 17 were measured on an
 * emulated machine. The caller may cancel.
 */
const defaultAttachTimeoutMs = 60_000;
const signalKill = 9;
/** So long every turn of the event loop looks; then once a millisecond, since others need the processor too. */
const maxSpinMs = 100;
/**
 * Within one exec the kernel shows the new program a moment before the new context; longer than this is no such moment.
 */
const execSettlesMs = 100;

type Verified =
  | { readonly outcome: 'running'; readonly pid: number }
  | { readonly outcome: 'ended' }
  | { readonly outcome: 'aborted' };

export function createConsoles(options: ConsoleOptions): Consoles {
  const {
    log,
    maxPerUid = consolesPerUser,
    commandFor = attachCommand,
    bootCommandFor = bootConsoleCommand,
    contextOfInit = contextOf,
    find = findAttached,
    attachTimeoutMs = defaultAttachTimeoutMs,
    keptMs = serviceLimits.consoleKeptMs.value,
  } = options;
  const places = createPlaces(maxPerUid);
  const sessions = createConsoleSessions({ log, keptMs });
  const attachPrograms = new Set<string>();
  /** Names of the containers whose boot console a session has. LXC's monitor has one client at a time. */
  const joined = new Set<string>();

  /**
   * Waits until the command runs, and compares its context. Spins once lxc-attach is inside, so that short commands are
   * seen too.
   */
  async function verify(terminal: Terminal, target: AttachTarget, signal: AbortSignal): Promise<Verified> {
    const deadline = Date.now() + attachTimeoutMs;
    const end = { isReached: false };
    let strangeSince: number | undefined;
    let insideSince: number | undefined;
    void terminal.exited.then(() => {
      end.isReached = true;
    });
    for (;;) {
      const attached = find(terminal.pid, target.initPid);
      if (attached.state === 'running' && attached.context === target.context)
        return { outcome: 'running', pid: attached.pid };
      if (attached.state === 'running') {
        strangeSince ??= Date.now();
        if (Date.now() - strangeSince >= execSettlesMs) deny(target, attached.context);
      }
      if (end.isReached) return { outcome: 'ended' };
      if (signal.aborted) return { outcome: 'aborted' };
      if (Date.now() > deadline)
        fail('container-failed', {
          name: target.name,
          reason: say('the command did not begin within {seconds} seconds', { seconds: attachTimeoutMs / 1000 }),
        });
      rememberProgram(terminal.pid);
      if (attached.state === 'before-exec') insideSince ??= Date.now();
      if (insideSince !== undefined && Date.now() - insideSince < maxSpinMs) await nextTurn();
      else await sleep(1);
    }
  }

  /** lxc-attach runs a sealed copy of itself, so its name in /proc is not its path. */
  function rememberProgram(pid: number): void {
    const program = programOf(pid);
    if (program !== undefined && attachPrograms.size < 16) attachPrograms.add(program);
  }

  /**
   * Kills a command inside whose context was never verified: at once, since nobody has read its output, and nothing may
   * delay it. A hangup would not be enough: the command could ignore it, and outlive lxc-attach.
   */
  function killUnverified(terminal: Terminal, target: AttachTarget): void {
    const pid = pidOf(find(terminal.pid, target.initPid));
    if (pid === undefined) return;
    signalProcess(pid, signalKill, () => pidOf(find(terminal.pid, target.initPid)) === pid);
    // What it has begun meanwhile may be in no better context.
    killStrangers(target.initPid, target.context, attachPrograms);
  }

  /** The command was too short to be seen: all processes that it left must be in the right context. */
  function checkLeftovers(target: AttachTarget): void {
    const stranger = killStrangers(target.initPid, target.context, attachPrograms);
    if (stranger !== undefined) deny(target, stranger);
  }

  function deny({ name, context }: AttachTarget, actual: string): never {
    log('error', 'context-mismatch', { container: name, expected: context, actual });
    fail('context-mismatch', { name, expected: context, actual });
  }

  function takePlace(uid: number): () => void {
    return places.take(uid) ?? fail('too-busy', { limit: say('{maxPerUid} terminals for each user', { maxPerUid }) });
  }

  function takeBootConsole(name: string, uid: number): () => void {
    if (joined.has(name)) fail('console-busy', { name });
    const release = takePlace(uid);
    joined.add(name);
    return () => {
      joined.delete(name);
      release();
    };
  }

  /** What writes on the console is init and its children: nothing of it is shown unless they are confined. */
  function verifyInit({ name, initPid, context }: AttachTarget): void {
    const actual = contextOfInit(initPid) ?? fail('container-not-running', { name });
    if (actual === context) return;
    log('error', 'context-mismatch', { container: name, expected: context, actual });
    fail('console-not-isolated', { name, expected: context, actual });
  }

  return {
    async *openBoot({ target, uid, input, isKept = false, ...size }, signal) {
      const command = bootCommandFor(target);
      requireProgram(command);
      verifyInit(target);
      const release = takeBootConsole(target.name, uid);
      const terminal = openTerminal(command, size);
      // Newlines were made ready by the terminal inside.
      terminal.passOutputUnchanged();
      const session = sessions.begin({ terminal, target, uid, release });
      const client = session.join(signal);
      try {
        session.setVerified(undefined, { isKept });
        yield { data: new Uint8Array(), ...(isKept && { session: session.id }) };
        return yield* client.carry(input);
      } finally {
        await client.leave();
      }
    },
    async *open({ target, uid, input, isKept = false, ...request }, signal) {
      const attach = commandFor(target, request);
      requireProgram(attach);
      const release = takePlace(uid);
      const terminal = openTerminal(attach, request);
      // lxc-attach relays the terminal inside, which has already converted its newlines. Without this they would be
      // converted again.
      terminal.passOutputUnchanged();
      const session = sessions.begin({ terminal, target, uid, release });
      const client = session.join(signal);
      let pid: number | undefined;
      try {
        const verified = await verify(terminal, target, signal);
        if (verified.outcome === 'running') pid = verified.pid;
        if (verified.outcome === 'ended') checkLeftovers(target);
        if (pid !== undefined) session.setVerified(pid, { isKept });
        yield { data: new Uint8Array(), ...(isKept && { session: session.id }) };
        return yield* client.carry(input);
      } finally {
        if (pid === undefined) killUnverified(terminal, target);
        await client.leave();
      }
    },
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

function requireProgram({ file }: HostCommand): void {
  if (!existsSync(file)) fail('lxc-unavailable', { reason: say('its programs are not installed') });
}

function pidOf(attached: Attached): number | undefined {
  return attached.state === 'absent' ? undefined : attached.pid;
}
