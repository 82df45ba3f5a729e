// SPDX-License-Identifier: Apache-2.0
/** Puts the processes of a container in order, as a tree or in one list, with the share of processor that each took. */

import type { ContainerProcess, ContainerProcesses } from '../model/containers/process.ts';

export const processOrders = ['pid', 'name', 'user', 'cpu', 'memory', 'context'] as const;
export type ProcessOrder = (typeof processOrders)[number];

export interface ProcessRow {
  readonly process: ContainerProcess;
  /** Gives the per cent of one processor; null where no earlier answer has the process. */
  readonly cpuPercent: number | null;
  /** How many of those above it are shown. */
  readonly depth: number;
}

export interface ProcessArrangement {
  readonly order: ProcessOrder;
  readonly isDescending: boolean;
  /** Puts each process below its parent; else all stand in one list. */
  readonly isTree: boolean;
  /** Keeps the processes that hold this text; in a tree, also those above them. */
  readonly filter: string;
}

/** The arguments, or the name in brackets of one that has none, as ps(1) has it. */
export function describeCommand({ command, isCommandCut, comm }: ContainerProcess): string {
  if (command === '') return `[${comm}]`;
  return isCommandCut ? `${command}…` : command;
}

/** `before` is the answer before this one, of which the shares are the difference. */
export function arrangeProcesses(
  latest: ContainerProcesses,
  before: ContainerProcesses | undefined,
  { order, isDescending, isTree, filter }: ProcessArrangement,
): readonly ProcessRow[] {
  const shares = sharesBetween(before, latest);
  const sign = isDescending ? -1 : 1;
  const rows = latest.processes
    .map((process) => ({ process, cpuPercent: shares.get(process.pid) ?? null, depth: 0 }))
    .sort((one, other) => sign * compare[order](one, other) || one.process.pid - other.process.pid);
  const words = filter.trim().toLowerCase();
  const fits = ({ process }: ProcessRow): boolean => textOf(process).includes(words);
  return isTree ? treeOf(rows, fits) : rows.filter(fits);
}

function textOf(process: ContainerProcess): string {
  const { pid, innerPid, comm, context, cgroup } = process;
  return [pid, innerPid ?? '', comm, describeCommand(process), context ?? '', cgroup ?? ''].join('\n').toLowerCase();
}

/** A process that was there in both, by its number and its start. */
function sharesBetween(before: ContainerProcesses | undefined, latest: ContainerProcesses): Map<number, number> {
  const shares = new Map<number, number>();
  const seconds = latest.readAt - (before?.readAt ?? latest.readAt);
  if (before === undefined || seconds <= 0) return shares;
  const known = new Map(before.processes.map((process) => [process.pid, process]));
  for (const { pid, startTicks, cpuUsec } of latest.processes) {
    const old = known.get(pid);
    if (old?.startTicks === startTicks) shares.set(pid, Math.max(0, cpuUsec - old.cpuUsec) / (seconds * 10_000));
  }
  return shares;
}

const compare: Readonly<Record<ProcessOrder, (one: ProcessRow, other: ProcessRow) => number>> = {
  pid: () => 0,
  name: (one, other) => compareText(describeCommand(one.process), describeCommand(other.process)),
  user: (one, other) => one.process.user.host - other.process.user.host,
  cpu: (one, other) => (one.cpuPercent ?? 0) - (other.cpuPercent ?? 0) || one.process.cpuUsec - other.process.cpuUsec,
  memory: (one, other) => one.process.rssBytes - other.process.rssBytes,
  context: (one, other) => compareText(one.process.context ?? '', other.process.context ?? ''),
};

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Each row below its parent's, in the order of the rows; one whose parent is not among them stands by itself. */
function treeOf(rows: readonly ProcessRow[], fits: (row: ProcessRow) => boolean): readonly ProcessRow[] {
  const starts = new Map(rows.map(({ process }) => [process.pid, process.startTicks]));
  const children = new Map<number, ProcessRow[]>();
  const roots: ProcessRow[] = [];
  for (const row of rows) {
    const { pid, parent, startTicks } = row.process;
    // A parent that began later only got the number of the real one. Without this check, two processes could be below
    // one another.
    if (parent === pid || (starts.get(parent) ?? Infinity) > startTicks) roots.push(row);
    else if (children.get(parent)?.push(row) === undefined) children.set(parent, [row]);
  }
  return shownOf(roots, children, fits);
}

/** A chain of parents may be as long as a container has processes, so it is walked without recursion. */
function shownOf(
  roots: readonly ProcessRow[],
  children: ReadonlyMap<number, readonly ProcessRow[]>,
  fits: (row: ProcessRow) => boolean,
): readonly ProcessRow[] {
  const walked: ProcessRow[] = [];
  const waiting = roots.toReversed();
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    const depth = row.depth + 1;
    walked.push(row);
    for (const child of (children.get(row.process.pid) ?? []).toReversed()) waiting.push({ ...child, depth });
  }
  const needed = new Set<number>();
  // The walk goes from the last row to the first, because what is below a row comes after it.
  for (const row of walked.toReversed())
    if (fits(row) || needed.has(row.process.pid)) needed.add(row.process.pid).add(row.process.parent);
  return walked.filter(({ process }) => needed.has(process.pid));
}
