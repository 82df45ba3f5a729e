// SPDX-License-Identifier: Apache-2.0
/**
 * What runs right now, according to the kernel: LXC's cgroups show which containers run, and the child of their monitor
 * is the init. No program is run.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readBootTime } from '../system/boot-time.ts';
import { textOf } from '../system/files/text-of.ts';

export interface Runtime {
  readonly initPid: number;
  readonly isFrozen: boolean;
  /** Seconds since the epoch. */
  readonly startedAt: number;
  /** The init's context; undefined on a host without SELinux. */
  readonly context: string | undefined;
}

const payloadPrefix = 'lxc.payload.';
const monitorPrefix = 'lxc.monitor.';
/** USER_HZ, which the kernel gives times in `/proc/PID/stat` in, on every architecture that Debian and Fedora ship. */
export const ticksPerSecond = 100;

/** The cgroup that LXC gives a container of the name, or a run of one. */
export function payloadCgroup(cgroupRoot: string, name: string): string {
  return join(cgroupRoot, `${payloadPrefix}${name}`);
}

/** The cgroup of its monitor, which is alone in it. */
export function monitorCgroup(cgroupRoot: string, name: string): string {
  return join(cgroupRoot, `${monitorPrefix}${name}`);
}

/** Names of the containers that have a cgroup, whether or not anything is in it. */
export function payloadNames(cgroupRoot: string): readonly string[] {
  return readdirSync(cgroupRoot)
    .filter((entry) => entry.startsWith(payloadPrefix))
    .map((entry) => entry.slice(payloadPrefix.length));
}

/** Undefined when the container does not run. */
export function readRuntime(cgroupRoot: string, name: string): Runtime | undefined {
  const run = findRun(cgroupRoot, name);
  const events = run && textOf(join(run.cgroup, 'cgroup.events'));
  if (run === undefined || events === undefined || !isPopulated(events)) return undefined;
  return {
    initPid: run.initPid,
    isFrozen: /^frozen 1$/m.test(events),
    startedAt: startOf(run.initPid) ?? 0,
    context: contextOf(run.initPid),
  };
}

/**
 * Reads the runtime of many containers at one moment: the cgroups are listed once, and one that has no monitor then is
 * not looked for. The reader is not kept for later.
 */
export function createRuntimeReader(cgroupRoot: string, read = readRuntime): (name: string) => Runtime | undefined {
  const cgroups = new Set(existsSync(cgroupRoot) ? readdirSync(cgroupRoot) : []);
  const hasMonitor = (name: string): boolean => cgroups.has(`${monitorPrefix}${name}`);
  return (name) => (hasMonitor(name) || hasMonitor(`${name}-1`) ? read(cgroupRoot, name) : undefined);
}

/** The cgroup in which the container runs, or would. */
export function runCgroup(cgroupRoot: string, name: string): string {
  return findRun(cgroupRoot, name)?.cgroup ?? payloadCgroup(cgroupRoot, name);
}

/**
 * The names under which a container may have a monitor: its own, and `NAME-1` and so on, which LXC takes for a start by
 * hand where a cgroup of the last run is left. Another container may be called that; the monitor says whose it is.
 */
export function* monitorNames(cgroupRoot: string, name: string): Generator<string, void, undefined> {
  yield name;
  for (let count = 1; existsSync(monitorCgroup(cgroupRoot, `${name}-${count}`)); count += 1)
    if (isMonitored(cgroupRoot, `${name}-${count}`, name)) yield `${name}-${count}`;
}

/** The title of a monitor is `[lxc monitor] PATH NAME`. */
function isMonitored(cgroupRoot: string, monitor: string, name: string): boolean {
  return numbersIn(textOf(join(monitorCgroup(cgroupRoot, monitor), 'cgroup.procs'))).some((pid) =>
    textOf(`/proc/${pid}/cmdline`)?.replace(/\0+$/, '').endsWith(` ${name}`),
  );
}

interface Run {
  readonly initPid: number;
  readonly cgroup: string;
}

/** Finds a run in the cgroup of its name, or in the one in which its init is. */
function findRun(cgroupRoot: string, name: string): Run | undefined {
  const usual = payloadCgroup(cgroupRoot, name);
  if (isPopulated(textOf(join(usual, 'cgroup.events')))) {
    const initPid = findInitPid(cgroupRoot, name);
    if (initPid !== undefined) return { initPid, cgroup: usual };
  }
  for (const monitor of monitorNames(cgroupRoot, name)) {
    const initPid = findInitPid(cgroupRoot, monitor);
    if (initPid === undefined) continue;
    const payload = /^0::\/(lxc\.payload\.[^/\n]+)/m.exec(textOf(`/proc/${initPid}/cgroup`) ?? '')?.[1];
    if (payload !== undefined) return { initPid, cgroup: join(cgroupRoot, payload) };
  }
  return undefined;
}

function isPopulated(events: string | undefined): boolean {
  return events !== undefined && /^populated 1$/m.test(events);
}

/** Reads the context of a process; undefined when it is gone or the host has no SELinux. */
export function contextOf(pid: number): string | undefined {
  return contextIn(`/proc/${pid}`);
}

/** Reads the context of a process from the folder that it has in `/proc`. */
export function contextIn(folder: string): string | undefined {
  const text = textOf(`${folder}/attr/current`)?.replace(/[\0\n]+$/, '');
  return text === '' || text === 'unconfined' ? undefined : text;
}

/** The monitor is alone in its cgroup; its one child in another pid namespace is the container's init. */
export function findInitPid(cgroupRoot: string, name: string): number | undefined {
  for (const monitor of numbersIn(textOf(join(monitorCgroup(cgroupRoot, name), 'cgroup.procs')))) {
    for (const child of numbersIn(textOf(`/proc/${monitor}/task/${monitor}/children`))) {
      const innermost = /^NSpid:\s.*\b(\d+)$/m.exec(textOf(`/proc/${child}/status`) ?? '')?.[1];
      if (innermost === '1') return child;
    }
  }
  return undefined;
}

function startOf(pid: number): number | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  // Field 22, counted after the program's name, which may contain any character.
  const ticks = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  const boot = readBootTime() ?? Number.NaN;
  return Number.isFinite(ticks + boot) ? boot + ticks / ticksPerSecond : undefined;
}

function numbersIn(text: string | undefined): readonly number[] {
  return (text ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(Number);
}
