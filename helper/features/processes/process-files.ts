// SPDX-License-Identifier: Apache-2.0
/**
 * What the files of a process in `/proc` say. A process gives itself any name and any arguments, and root of a container
 * its cgroups: these are bytes, and what surrounds them is read from the side on which the kernel wrote it.
 */

import {
  type ContainerProcess,
  maxProcessText,
  type ProcessState,
} from '../../../contract/model/containers/process.ts';
import { ticksPerSecond } from '../../lxc/runtime.ts';
import { textOfName } from '../../system/native/byte-names.ts';

const stateOfLetter: Readonly<Record<string, ProcessState>> = {
  R: 'running',
  S: 'sleeping',
  D: 'uninterruptible',
  T: 'stopped',
  t: 'traced',
  I: 'idle',
  Z: 'zombie',
  X: 'dead',
};

type Counts = Pick<ContainerProcess, 'parent' | 'state' | 'startTicks' | 'cpuUsec'>;

/** Reads `stat`, whose fields are counted after the name: that may hold spaces and parentheses. */
export function parseStat(text: string): Counts {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return {
    parent: Number(fields[1]),
    state: stateOfLetter[fields[0] ?? ''] ?? 'unknown',
    startTicks: Number(fields[19]),
    cpuUsec: ticks * (1_000_000 / ticksPerSecond),
  };
}

interface Status {
  /** The namespace below the host's numbers it so; null where there is none. */
  readonly innerPid: number | null;
  readonly uid: number;
  readonly rssBytes: number;
}

/** Reads `status`, in which the kernel escapes the newlines of the name. */
export function parseStatus(text: string): Status {
  const inner = /^NSpid:\t\d+\t(\d+)/m.exec(text)?.[1];
  return {
    innerPid: inner === undefined ? null : Number(inner),
    uid: Number(/^Uid:\t\d+\t(\d+)/m.exec(text)?.[1]),
    // A zombie has no memory, and no line about it.
    rssBytes: Number(/^VmRSS:\s*(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024,
  };
}

/** Bytes of a command line that are read: enough for the longest that is given, and to see that there is more. */
export const commandBytes = 4 * maxProcessText + 1;

/** The arguments, of which each ends in NUL. A process that wrote another title there may have left NULs behind it. */
export function parseCommand(bytes: Buffer): Pick<ContainerProcess, 'command' | 'isCommandCut'> {
  const whole = textOfName(bytes).replace(/\0+$/, '').replaceAll('\0', ' ');
  const command = startOf(whole);
  return { command, isCommandCut: bytes.length === commandBytes || command.length < whole.length };
}

const newline = 0x0a;

/** The name alone: the newline that the kernel adds is the last one. */
export function parseComm(bytes: Buffer): string {
  return textOfName(bytes.at(-1) === newline ? bytes.subarray(0, -1) : bytes);
}

/** The path below a group, of `cgroup`: names of cgroups hold no newline. Undefined for one that is not in the group. */
export function parseCgroup(bytes: Buffer, group: string): string | undefined {
  const path = textOfName(bytes)
    .split('\n')
    .find((line) => line.startsWith('0::'))
    ?.slice(3);
  if (path === group) return '';
  return path?.startsWith(`${group}/`) === true ? startOf(path.slice(group.length + 1)) : undefined;
}

/** A pair of surrogates is not divided. */
function startOf(text: string): string {
  return text.length <= maxProcessText ? text : text.slice(0, maxProcessText).replace(/[\ud800-\udbff]$/, '');
}
