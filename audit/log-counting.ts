// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a part of a log for the first time: counts each denial from its record alone, and marks the lines that have to
 * be read in full.
 */

import { readLine } from './audit-reader.ts';
import type { DenialGroups } from './denial-groups.ts';
import { countParts, type DenialTally } from './denial-tally.ts';
import { type FoundDenial, type KnownCount, type LogScanner, type Task, tasks } from './log-scanner/log-scanner.ts';
import { isPolicyRecord } from './records/policy-event.ts';
import { readVectorCell, type VectorCell } from './vector-cell.ts';

export interface LogCounting {
  readonly scanner: LogScanner;
  readonly groups: DenialGroups;
  /** The denials that the scanner knows, by the place where it keeps them. */
  readonly cells: (VectorCell | undefined)[];
  /** The scanner knows the groups by their numbers here. */
  readonly tallies: DenialTally[];
  readonly numbers: Map<DenialTally, number>;
  /** The number of the part of the log that is read. */
  part: number;
  /** The events of dropped groups, as they were when the scanner forgot its denials last. */
  lost: number;
}

/** The first part is 2: with 1, a serial that was never wanted (0) would count as wanted in the part before. */
const firstPart = 2;

export function createLogCounting(scanner: LogScanner, groups: DenialGroups): LogCounting {
  return { scanner, groups, cells: [], tallies: [], numbers: new Map(), part: firstPart, lost: 0 };
}

/** Counts all whole lines of so many bytes, or as many as the scanner can describe. */
export function countLines(counting: LogCounting, filled: number): void {
  const { scanner } = counting;
  forgetWithGroups(counting);
  for (let found = scanner.scan(filled); found !== 'nothing'; found = scanner.scan(filled)) {
    if (found === 'line') settleLine(counting, scanner.lines - 1);
    else settleDenial(counting, scanner.lines - 1);
    forgetWithGroups(counting);
  }
}

/** Adds what the scanner has counted to the groups. */
export function takeCounts({ scanner, cells, groups }: LogCounting): void {
  for (const counts of scanner.takeCounts()) {
    const cell = cells[counts.place];
    if (cell !== undefined) count(groups, cell, counts);
  }
}

/** Marks the latest denial of each group, if it is later than the group's sample. */
export function wantSamples({ scanner, tallies, part }: LogCounting): void {
  for (const { group, timeMs, serial } of scanner.takeLatest()) {
    const sample = tallies[group]?.sample;
    const time = timeMs / 1000;
    if (sample === undefined || time > sample.time || (time === sample.time && serial >= sample.serial))
      scanner.want(serial, part);
  }
}

function settleLine({ scanner, part }: LogCounting, line: number): void {
  const result = readLine(scanner.bytes, scanner.starts[line] ?? 0, scanner.ends[line] ?? 0);
  const isIdle = result === 'other' || ('type' in result && isPolicyRecord(result));
  if (!isIdle && 'serial' in result) scanner.want(result.serial, part);
  settle(scanner, line, isIdle ? tasks.skip : tasks.read);
}

function settleDenial(counting: LogCounting, line: number): void {
  const { scanner, groups, part } = counting;
  const found = scanner.denial();
  // Other groups may have to be dropped for the group of this denial, so everything before it must be counted first.
  if (groups.isFull) takeCounts(counting);
  const cell = readVectorCell(scanner.bytes, found, groups);
  if (cell === undefined) {
    scanner.want(found.serial, part);
    settle(scanner, line, tasks.read);
  } else if (cell === 'granted') {
    scanner.rememberGranted();
    settle(scanner, line, tasks.circumstance);
  } else {
    settle(scanner, line, tasks.counted);
    beginCounting(counting, cell, found);
  }
}

/** Has the scanner count this denial and its like; where it cannot, counts this one alone. */
function beginCounting(counting: LogCounting, cell: VectorCell, found: FoundDenial): void {
  const { scanner, cells, groups, part } = counting;
  const place = scanner.remember(numberOf(counting, cell.tally));
  if (place !== undefined) {
    cells[place] = cell;
    return;
  }
  scanner.want(found.serial, part);
  count(groups, cell, { count: 1, firstMs: found.timeMs, lastMs: found.timeMs });
}

function numberOf({ tallies, numbers }: LogCounting, tally: DenialTally): number {
  const known = numbers.get(tally);
  if (known !== undefined) return known;
  numbers.set(tally, tallies.length);
  return tallies.push(tally) - 1;
}

function count(groups: DenialGroups, { tally, parts }: VectorCell, counts: Omit<KnownCount, 'place'>): void {
  const { count, firstMs, lastMs } = counts;
  countParts(tally, parts, { count, first: firstMs / 1000, last: lastMs / 1000 });
  groups.touch(tally);
}

function settle(scanner: LogScanner, line: number, task: Task): void {
  scanner.tasks[line] = task;
}

/** Forgets the known denials when a group was dropped, which the next denial of its kind creates again. */
function forgetWithGroups(counting: LogCounting): void {
  const { scanner, groups, tallies, numbers } = counting;
  if (groups.lost === counting.lost) return;
  counting.lost = groups.lost;
  wantSamples(counting);
  scanner.forget();
  tallies.length = 0;
  numbers.clear();
}
