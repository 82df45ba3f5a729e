// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the processes of a container by their numbers in its cgroup. Each is read by the descriptor of its folder in
 * `/proc`, which stays that of one process: one that ends meanwhile is left out, and so is another that got its number.
 */

import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import type { ContainerProcess, ContainerProcesses } from '../../../contract/model/containers/process.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { idsPerContainer } from '../../lxc/id-ranges.ts';
import { contextIn, ticksPerSecond } from '../../lxc/runtime.ts';
import { readBootTime } from '../../system/boot-time.ts';
import { hasCode, unlessCode } from '../../system/errno.ts';
import { readTextStart } from '../../system/files/text-start.ts';
import { textOf } from '../../system/files/text-of.ts';
import { commandBytes, parseCgroup, parseComm, parseCommand, parseStat, parseStatus } from './process-files.ts';

export interface ProcessOwner {
  /** Its cgroup, as `/proc/PID/cgroup` names it. */
  readonly group: string;
  /** Its init has this context; undefined where it is not known. */
  readonly context: string | undefined;
  /** First id of the host that its users have; null where it has those of the host. */
  readonly idBase: number | null;
}

interface ReadProcessesOptions {
  readonly signal: AbortSignal;
  readonly procRoot?: string;
  readonly maxCount?: number;
  readonly maxBytes?: number;
}

/** Reads as many as one answer may hold. */
export async function readProcesses(
  pids: readonly number[],
  owner: ProcessOwner,
  {
    signal,
    procRoot = '/proc',
    maxCount = serviceLimits.processes.value,
    maxBytes = serviceLimits.processBytes.value,
  }: ReadProcessesOptions,
): Promise<Pick<ContainerProcesses, 'processes' | 'omitted'>> {
  const processes: ContainerProcess[] = [];
  let bytes = 0;
  for (const [index, pid] of pids.entries()) {
    signal.throwIfAborted();
    const process = await readProcess(pid, owner, procRoot);
    if (process === undefined) continue;
    bytes += Buffer.byteLength(JSON.stringify(process));
    if (processes.length === maxCount || bytes > maxBytes)
      return { processes: inOrder(processes), omitted: pids.length - index };
    processes.push(process);
  }
  return { processes: inOrder(processes), omitted: 0 };
}

function inOrder(processes: readonly ContainerProcess[]): ContainerProcess[] {
  return processes.toSorted((one, other) => one.pid - other.pid);
}

/** Undefined when there is no such process, or it is in another cgroup by now. */
async function readProcess(pid: number, owner: ProcessOwner, procRoot: string): Promise<ContainerProcess | undefined> {
  const folder = unlessGone(() => openSync(`${procRoot}/${pid}`, constants.O_RDONLY | constants.O_DIRECTORY));
  if (folder === undefined) return undefined;
  try {
    return await readFolder(pid, `/proc/self/fd/${folder}`, owner);
  } finally {
    closeSync(folder);
  }
}

async function readFolder(pid: number, folder: string, owner: ProcessOwner): Promise<ContainerProcess | undefined> {
  const cgroup = readCgroup(folder, owner.group);
  // The kernel reads it from the memory of the process, for which it may have to wait.
  const command = await readTextStart(`${folder}/cmdline`, commandBytes);
  const comm = unlessGone(() => readFileSync(`${folder}/comm`));
  const context = contextIn(folder);
  const status = textOf(`${folder}/status`);
  // The last: what could be read of one that ended before it is not all.
  const stat = textOf(`${folder}/stat`);
  if (cgroup === undefined || command === undefined || comm === undefined) return undefined;
  if (status === undefined || stat === undefined) return undefined;
  const { innerPid, uid, rssBytes } = parseStatus(status);
  const counts = parseStat(stat);
  return {
    pid,
    innerPid,
    parent: counts.parent,
    user: { inside: insideOf(uid, owner.idBase), host: uid },
    state: counts.state,
    comm: parseComm(comm),
    ...parseCommand(Buffer.from(command, 'latin1')),
    context: context ?? null,
    isStray: context !== undefined && owner.context !== undefined && context !== owner.context,
    startedAt: (readBootTime() ?? 0) + counts.startTicks / ticksPerSecond,
    startTicks: counts.startTicks,
    cpuUsec: counts.cpuUsec,
    rssBytes,
    cgroup,
  };
}

/** Null where the path is too long to be given; undefined when the process is not in the group, or is gone. */
function readCgroup(folder: string, group: string): string | null | undefined {
  try {
    return parseCgroup(readFileSync(`${folder}/cgroup`), group);
  } catch (error) {
    if (hasCode(error, 'ENAMETOOLONG')) return null;
    if (hasCode(error, 'ENOENT', 'ESRCH')) return undefined;
    throw error;
  }
}

function insideOf(uid: number, base: number | null): number | null {
  const inside = uid - (base ?? 0);
  return base === null || (inside >= 0 && inside < idsPerContainer) ? inside : null;
}

/** The files of a process that has ended give `ESRCH` to who has its folder open. */
function unlessGone<T>(act: () => T): T | undefined {
  return unlessCode(act, 'ENOENT', 'ESRCH');
}
