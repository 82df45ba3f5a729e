// SPDX-License-Identifier: Apache-2.0
/**
 * Groups the denials of a whole log, as `createAuditReader` and `createDenialGroups` do together, without putting most
 * of its events together: a group needs only counts of nearly all, and of its latest event the whole as a sample. A
 * part of the log is gone through twice: first line by line, counting what a record alone tells; then only those lines
 * are read in full that belong to a sample, or to a denial that could not be counted by itself.
 */

import type { Buffer } from 'node:buffer';
import { createAssembler } from './events/assembler.ts';
import { readLine } from './audit-reader.ts';
import type { Denial } from './denial.ts';
import type { DenialGroups } from './denial-groups.ts';
import { countParts, type DenialTally } from './denial-tally.ts';
import { longestLine } from './records/line-splitter.ts';
import { createLogScanner, type FoundDenial, type KnownCount, type Task, tasks } from './log-scanner/log-scanner.ts';
import { isPolicyRecord } from './records/policy-event.ts';
import type { ReadResult } from './records/read-record.ts';
import { createRepeatFilter } from './records/repeat-filter.ts';
import { readVectorCell, type VectorCell } from './vector-cell.ts';

export interface LogGroupingOptions {
  readonly groups: DenialGroups;
  /** Seconds since the epoch: earlier denials are left out. */
  readonly since?: number;
  /** `lineNumber` counts from 1; `reason` is text of ours and quotes nothing from the line. */
  readonly onSkipped?: (lineNumber: number, reason: string) => void;
  /** How many lines are looked at before the second time; no more than fit into the buffer. */
  readonly maxLines?: number;
  /** More than the longest line takes. */
  readonly bufferBytes?: number;
}

/** The groups are whole only after `end`. */
export interface LogGrouping {
  /**
   * Where the bytes go that follow so many others, which are there and not told of yet. Empty only when those fill the
   * room.
   */
  space(ahead?: number): Buffer;
  /** That many bytes were put there. */
  filled(length: number): void;
  end(): void;
  /** How many lines have been read; after `end` all of them. */
  readonly lines: number;
}

const newline = 0x0a;
/** Little enough to be near when it is looked at, much enough that asking for it costs nothing. */
const maxAtOnce = 2 * 1024 * 1024;
const ordinaryBuffer = 48 * 1024 * 1024;
/**
 * Of a part's end: ausearch prints the denial of an event last, so what was said about it may be in the part before.
 */
const linesAheadOfDenial = 64;

export function createLogGrouping({
  groups,
  since = 0,
  onSkipped,
  maxLines = 512 * 1024,
  bufferBytes = ordinaryBuffer,
}: LogGroupingOptions): LogGrouping {
  const scanner = createLogScanner({ since, maxLines, bufferBytes });
  const { bytes } = scanner;
  const assembler = createAssembler(accept);
  const isRepeated = createRepeatFilter();
  /** Of the denials that the scanner knows, by the place where it keeps them. */
  const cells: (VectorCell | undefined)[] = [];
  /** The groups have numbers for the scanner. */
  const tallies: DenialTally[] = [];
  const numbers = new Map<DenialTally, number>();
  /** The first is 2, or nothing wanted would look like wanted in the part before. */
  let part = 2;
  let lost = 0;
  let lineNumber = 0;
  let filled = 0;

  function accept({ event, isCounted }: Denial): void {
    if (event.time < since) return;
    if (isCounted) groups.offerSample(event);
    else groups.add(event);
  }

  function settleLine(line: number): void {
    const result = readLine(bytes, scanner.starts[line] ?? 0, scanner.ends[line] ?? 0);
    const isIdle = result === 'other' || ('type' in result && isPolicyRecord(result));
    if (!isIdle && 'serial' in result) scanner.want(result.serial, part);
    settle(line, isIdle ? tasks.skip : tasks.read);
  }

  function settleDenial(line: number): void {
    const found = scanner.denial();
    // Groups may have to make room for that of this denial: then all must have been counted that came before.
    if (groups.isFull) takeCounts();
    const cell = readVectorCell(bytes, found, groups);
    if (cell === undefined) {
      scanner.want(found.serial, part);
      settle(line, tasks.read);
    } else if (cell === 'granted') {
      scanner.rememberGranted();
      settle(line, tasks.circumstance);
    } else {
      settle(line, tasks.counted);
      beginCounting(cell, found);
    }
  }

  function beginCounting(cell: VectorCell, found: FoundDenial): void {
    const place = scanner.remember(numberOf(cell.tally));
    if (place !== undefined) return void (cells[place] = cell);
    scanner.want(found.serial, part);
    count(cell, { count: 1, firstMs: found.timeMs, lastMs: found.timeMs });
  }

  function numberOf(tally: DenialTally): number {
    const known = numbers.get(tally);
    if (known !== undefined) return known;
    numbers.set(tally, tallies.length);
    return tallies.push(tally) - 1;
  }

  function settle(line: number, task: Task): void {
    scanner.tasks[line] = task;
  }

  function takeCounts(): void {
    for (const counts of scanner.takeCounts()) {
      const cell = cells[counts.place];
      if (cell !== undefined) count(cell, counts);
    }
  }

  function count({ tally, parts }: VectorCell, { count, firstMs, lastMs }: Omit<KnownCount, 'place'>): void {
    countParts(tally, parts, { count, first: firstMs / 1000, last: lastMs / 1000 });
    groups.touch(tally);
  }

  /** The latest denial of each group, if it is later than the group's sample. */
  function wantSamples(): void {
    for (const { group, timeMs, serial } of scanner.takeLatest()) {
      const sample = tallies[group]?.sample;
      const time = timeMs / 1000;
      if (sample === undefined || time > sample.time || (time === sample.time && serial >= sample.serial))
        scanner.want(serial, part);
    }
  }

  function readAgain(): void {
    if (scanner.isCrowded) takeCounts();
    wantSamples();
    const { lines } = scanner;
    for (let line = Math.max(0, lines - linesAheadOfDenial); line < lines; line += 1)
      if (scanner.tasks[line] === tasks.circumstance) scanner.want(scanner.serials[line] ?? 0, part);
    for (let line = scanner.nextWanted(0, part); line < lines; line = scanner.nextWanted(line + 1, part))
      readWanted(line);
    lineNumber += lines;
    scanner.turnPage();
    part += 1;
  }

  function readWanted(line: number): void {
    if (scanner.tasks[line] === tasks.overlong) onSkipped?.(lineNumber + line + 1, 'the line is too long');
    else take(readLine(bytes, scanner.starts[line] ?? 0, scanner.ends[line] ?? 0), line);
  }

  function take(result: ReadResult, line: number): void {
    if (result === 'other' || ('type' in result && isRepeated(result))) return;
    const broken =
      'broken' in result
        ? result.broken
        : assembler.add(scanner.tasks[line] === tasks.counted ? { ...result, isCounted: true } : result);
    if (broken !== undefined) onSkipped?.(lineNumber + line + 1, broken);
  }

  /** Looks at all whole lines, as soon as they are there: then they are near. */
  function look(): void {
    while (scanPart()) readAgain();
  }

  /** Ends a part of the log, and moves what is left of it to the front. */
  function turn(): void {
    readAgain();
    keep(scanner.next);
    scanner.rewind();
  }

  /** True when there is no room for the description of more lines. */
  function scanPart(): boolean {
    forgetWithGroups();
    for (let found = scanner.scan(filled); found !== 'nothing'; found = scanner.scan(filled)) {
      if (found === 'line') settleLine(scanner.lines - 1);
      else settleDenial(scanner.lines - 1);
      forgetWithGroups();
    }
    return scanner.lines === maxLines;
  }

  /** A group that had to make room is begun anew by the next denial of its kind. */
  function forgetWithGroups(): void {
    if (groups.lost === lost) return;
    lost = groups.lost;
    wantSamples();
    scanner.forget();
    tallies.length = 0;
    numbers.clear();
  }

  function keep(start: number): void {
    bytes.copyWithin(0, start, filled);
    filled -= start;
    if (filled <= longestLine) return;
    scanner.beginWithinOverlong();
    filled = 0;
  }

  return {
    space: (ahead = 0) => bytes.subarray(filled + ahead, filled + ahead + maxAtOnce),
    filled(length) {
      filled += length;
      look();
      if (filled === bytes.length) turn();
    },
    end() {
      turn();
      if (filled > 0 || scanner.isWithinOverlong) {
        bytes[filled] = newline;
        filled += 1;
        look();
        turn();
      }
      takeCounts();
      assembler.flush();
    },
    get lines() {
      return lineNumber;
    },
  };
}
