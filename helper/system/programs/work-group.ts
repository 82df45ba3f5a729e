// SPDX-License-Identifier: Apache-2.0
/**
 * A place for heavy child processes outside the helper's cgroup. Each gets a cgroup of its own beside the helper's,
 * with limited memory and processes and a small share of the processor, which ends as a whole; when one uses too much
 * memory, the kernel kills it and not the helper.
 */

import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../message-of.ts';
import { hasCode } from '../errno.ts';

export interface WorkPlace {
  /**
   * Moves a process here that was just started, before it begins to work. Does nothing when the process could not be
   * started, or has ended.
   */
  admit(child: ChildProcess): void;
  /** True when the kernel killed something here for its memory. */
  readonly isOutOfMemory: boolean;
  /** Kills what is left, and removes the cgroup. */
  end(): Promise<void>;
}

export interface WorkGroup {
  /** A new cgroup whose name has this prefix. */
  open(name: string, limits: WorkLimits): WorkPlace;
}

export interface WorkLimits {
  readonly memoryBytes: number;
  readonly processes: number;
}

export interface WorkGroupOptions {
  /** The host has cgroup v2 mounted there. */
  readonly root?: string;
  /** The text of `/proc/self/cgroup`. */
  readonly ownCgroup?: string;
  /** Memory of all places together. */
  readonly memoryBytes?: number;
  /** Called with the reason why there can be no cgroup; the children then have the limits that they set themselves. */
  readonly onMissing: (reason: string) => void;
}

/** The name that `DelegateSubgroup=` of the unit gives the helper's own part of the service's cgroup. */
const helperSubgroup = 'helper';
const workName = 'work';
const controllers = '+memory +pids +cpu';
/** A tenth of what everything else gets when the processor is short. */
const cpuWeight = '10';
/** The kernel kills these first on hosts whose memory is exhausted before any limit. */
const oomScore = '500';
const niceness = 10;
const looks = 40;
const lookMs = 50;

export function createWorkGroup({
  root = '/sys/fs/cgroup',
  ownCgroup = readFileSync('/proc/self/cgroup', 'utf8'),
  memoryBytes = 1024 ** 3,
  onMissing,
}: WorkGroupOptions): WorkGroup {
  const group = prepared();
  let opened = 0;

  /** The folder that holds the places; undefined where the service manager delegated nothing. */
  function prepared(): string | undefined {
    const own = /^0::(\/.*)$/m.exec(ownCgroup)?.[1] ?? '/';
    if (basename(own) !== helperSubgroup) {
      onMissing(`the helper's cgroup is ${own}; start it by bulkhead-helper.service, on systemd 254 or newer`);
      return undefined;
    }
    const service = join(root, dirname(own));
    const work = join(service, workName);
    try {
      // Children may have limits only where the service's cgroup itself holds no process: the helper is in a subgroup.
      writeFileSync(join(service, 'cgroup.subtree_control'), controllers);
      mkdirSync(work, { recursive: true });
      writeFileSync(join(work, 'cgroup.subtree_control'), controllers);
      writeFileSync(join(work, 'memory.max'), String(memoryBytes));
      writeFileSync(join(work, 'cpu.weight'), cpuWeight);
    } catch (error) {
      onMissing(messageOf(error));
      return undefined;
    }
    // Left by a crashed helper.
    for (const name of foldersOf(work))
      endGroup(join(work, name)).catch((error: unknown) => onMissing(messageOf(error)));
    return work;
  }

  return {
    open(name, { memoryBytes: most, processes }) {
      if (group === undefined)
        return { admit: (child) => ofLiving(child, becomeLast), isOutOfMemory: false, end: () => Promise.resolve() };
      const folder = join(group, `${name}-${(opened += 1)}`);
      mkdirSync(folder);
      writeFileSync(join(folder, 'memory.max'), String(most));
      // Missing where the kernel has no swap.
      if (existsSync(join(folder, 'memory.swap.max'))) writeFileSync(join(folder, 'memory.swap.max'), '0');
      writeFileSync(join(folder, 'memory.oom.group'), '1');
      writeFileSync(join(folder, 'pids.max'), String(processes));
      return {
        admit: (child) =>
          ofLiving(child, (pid) => {
            writeFileSync(join(folder, 'cgroup.procs'), String(pid));
            becomeLast(pid);
          }),
        get isOutOfMemory() {
          return /^oom_kill [1-9]/m.test(readFileSync(join(folder, 'memory.events'), 'utf8'));
        },
        end: () => endGroup(folder),
      };
    },
  };
}

/** All other work has priority, for the processor and for memory. */
function becomeLast(pid: number): void {
  setPriority(pid, niceness);
  writeFileSync(`/proc/${pid}/oom_score_adj`, oomScore);
}

/** A process that ends meanwhile needs no place. */
function ofLiving({ pid }: ChildProcess, act: (pid: number) => void): void {
  if (pid === undefined) return;
  try {
    act(pid);
  } catch (error) {
    if (isRunning(pid)) throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function endGroup(folder: string): Promise<void> {
  writeFileSync(join(folder, 'cgroup.kill'), '1');
  for (let look = 0; look < looks; look += 1) {
    try {
      rmdirSync(folder);
      return;
    } catch (error) {
      if (!hasCode(error, 'EBUSY')) throw error;
    }
    await sleep(lookMs);
  }
  throw new Error(
    `cannot end the processes in ${folder}: some are still there after ${(looks * lookMs) / 1000} seconds`,
  );
}

function foldersOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}
