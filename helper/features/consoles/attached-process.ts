// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the process that lxc-attach put into a container, and reads its real context. lxc-attach asks the kernel for
 * the context at the moment of exec. A container that tricked it would run the command in lxc-attach's own context, so
 * the helper does not trust lxc-attach's report.
 */

import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { pidfdOpen, pidfdSendSignal } from '../../system/native/native.ts';
import { closeSync } from 'node:fs';
import { hasCode, unlessCode } from '../../system/errno.ts';

export type Attached =
  /** lxc-attach has not got so far. */
  | { readonly state: 'absent' }
  /** It is in the container and still lxc-attach's own program. */
  | { readonly state: 'before-exec'; readonly pid: number }
  | { readonly state: 'running'; readonly pid: number; readonly context: string };

/** `attachPid` is lxc-attach, `initPid` the container's init. */
export function findAttached(attachPid: number, initPid: number): Attached {
  try {
    return lookForAttached(attachPid, initPid);
  } catch (error) {
    // The kernel does not let other processes look at one while it changes its credentials. No output passes until its
    // context could be read.
    if (isForbidden(error)) return { state: 'absent' };
    throw error;
  }
}

function lookForAttached(attachPid: number, initPid: number): Attached {
  const namespace = linkOf(initPid, 'ns/pid');
  const attachProgram = linkOf(attachPid, 'exe');
  if (namespace === undefined) return { state: 'absent' };
  for (const pid of childrenOf(attachPid)) {
    // lxc-attach's go-between stays in the host's namespace; only the command itself is in the container's.
    if (linkOf(pid, 'ns/pid') !== namespace) continue;
    if (attachProgram !== undefined && linkOf(pid, 'exe') === attachProgram) return { state: 'before-exec', pid };
    const context = contextOf(pid);
    return context === undefined ? { state: 'absent' } : { state: 'running', pid, context };
  }
  return { state: 'absent' };
}

/**
 * Reads the context of a process; undefined when it is gone. Works for one that has ended and was not yet waited for.
 */
export function contextOf(pid: number): string | undefined {
  return unlessGone(() => readFileSync(`/proc/${pid}/attr/current`, 'utf8').replace(/[\0\n]+$/, ''));
}

/**
 * Kills every process of the container that runs in another context than it should, and gives the first such context.
 * A process that lxc-attach is just bringing in, in whichever console, is passed over.
 */
export function killStrangers(
  initPid: number,
  context: string,
  attachPrograms: ReadonlySet<string>,
): string | undefined {
  let found: string | undefined;
  for (const pid of processesIn(initPid)) {
    const actual = contextOf(pid);
    if (actual === undefined || actual === context || attachPrograms.has(linkOf(pid, 'exe') ?? '')) continue;
    found ??= actual;
    signalProcess(pid, 9, () => linkOf(pid, 'ns/pid') === linkOf(initPid, 'ns/pid'));
  }
  return found;
}

/** Sends a signal to all processes of a session that are in the container. */
export function signalSession(session: number, initPid: number, signal: number): void {
  for (const pid of processesIn(initPid)) {
    if (sessionOf(pid) === session) signalProcess(pid, signal, () => sessionOf(pid) === session);
  }
}

/** What /proc reports about the program of a process. */
export function programOf(pid: number): string | undefined {
  return linkOf(pid, 'exe');
}

/**
 * Holds the process by a pidfd first and asks again whether it is the one meant, so that a reused number is never hit.
 */
export function signalProcess(pid: number, signal: number, isStillMeant: () => boolean): void {
  unlessGone(() => {
    const pidfd = pidfdOpen(pid);
    try {
      if (isStillMeant()) pidfdSendSignal(pidfd, signal);
    } finally {
      closeSync(pidfd);
    }
  });
}

function processesIn(initPid: number): readonly number[] {
  const namespace = linkOf(initPid, 'ns/pid');
  if (namespace === undefined) return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => isIn(pid, namespace));
}

/** A process of which not even root may ask is none of a container's. */
function isIn(pid: number, namespace: string): boolean {
  try {
    return linkOf(pid, 'ns/pid') === namespace;
  } catch (error) {
    if (isForbidden(error)) return false;
    throw error;
  }
}

function isForbidden(error: unknown): boolean {
  return hasCode(error, 'EACCES', 'EPERM');
}

/** Gives the processes that this one started and that are still there. */
export function childrenOf(pid: number): readonly number[] {
  const text = unlessGone(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')) ?? '';
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map(Number);
}

/** Gives when a process began, in clock ticks since the boot; undefined when it is gone. No other one of its number has it. */
export function startTimeOf(pid: number): number | undefined {
  return statField(pid, 22);
}

function sessionOf(pid: number): number | undefined {
  return statField(pid, 6);
}

/** Gives a field of `/proc/PID/stat` by its number, which is counted after the program's name, which may hold any character. */
function statField(pid: number, number: number): number | undefined {
  const stat = unlessGone(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const field = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[number - 3];
  return field === undefined ? undefined : Number(field);
}

function linkOf(pid: number, link: string): string | undefined {
  return unlessGone(() => readlinkSync(`/proc/${pid}/${link}`));
}

function unlessGone<T>(act: () => T): T | undefined {
  return unlessCode(act, 'ENOENT', 'ESRCH');
}
