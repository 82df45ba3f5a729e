// SPDX-License-Identifier: Apache-2.0
/**
 * What runs right now, according to the kernel: LXC's cgroups show which containers run, and the child of their monitor
 * is the init. No program is run.
 */

import { readdirSync } from 'node:fs';
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
/** USER_HZ, which the kernel gives times in `/proc/PID/stat` in, on every architecture that Debian and Fedora ship. */
const ticksPerSecond = 100;

/** The container's cgroup. */
export function payloadCgroup(cgroupRoot: string, name: string): string {
  return join(cgroupRoot, `${payloadPrefix}${name}`);
}

/** Names of the containers that have a cgroup, whether or not anything is in it. */
export function payloadNames(cgroupRoot: string): readonly string[] {
  return readdirSync(cgroupRoot)
    .filter((entry) => entry.startsWith(payloadPrefix))
    .map((entry) => entry.slice(payloadPrefix.length));
}

/** Undefined when the container does not run. */
export function readRuntime(cgroupRoot: string, name: string): Runtime | undefined {
  const events = textOf(join(payloadCgroup(cgroupRoot, name), 'cgroup.events'));
  if (events === undefined || !/^populated 1$/m.test(events)) return undefined;
  const initPid = findInitPid(cgroupRoot, name);
  if (initPid === undefined) return undefined;
  return {
    initPid,
    isFrozen: /^frozen 1$/m.test(events),
    startedAt: startOf(initPid) ?? 0,
    context: contextOf(initPid),
  };
}

/** The context of a process; undefined when it is gone or the host has no SELinux. */
export function contextOf(pid: number): string | undefined {
  const text = textOf(`/proc/${pid}/attr/current`)?.replace(/[\0\n]+$/, '');
  return text === '' || text === 'unconfined' ? undefined : text;
}

/** The monitor is alone in its cgroup; its one child in another pid namespace is the container's init. */
export function findInitPid(cgroupRoot: string, name: string): number | undefined {
  for (const monitor of numbersIn(textOf(join(cgroupRoot, `lxc.monitor.${name}`, 'cgroup.procs')))) {
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
