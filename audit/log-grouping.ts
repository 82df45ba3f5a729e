// SPDX-License-Identifier: Apache-2.0
/**
 * Groups the denials of a whole log, as `createAuditReader` and `createDenialGroups` do together, without assembling
 * most of its events: a group needs only the counts of its events, and its latest event in full as a sample. Each part
 * of the log is read twice. The first time each line is counted from its record alone; the second time only those lines
 * are read in full that belong to a sample, or to a denial that could not be counted alone.
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
  /** Seconds since the epoch; earlier denials are left out. */
  readonly since?: number;
  /** `lineNumber` counts from 1; `reason` is the program's own text and quotes nothing from the line. */
  readonly onSkipped?: (lineNumber: number, reason: string) => void;
  /** How many lines are counted before the second reading; no more than fit into the buffer. */
  readonly maxLines?: number;
  /** Is larger than the longest line. */
  readonly bufferBytes?: number;
}

/** The groups are complete only after `end`. */
export interface LogGrouping {
  /**
   * The place for the bytes that follow `ahead` other bytes, which are in the buffer but not reported by `filled` yet.
   * Empty only when those bytes fill the buffer.
   */
  space(ahead?: number): Buffer;
  /** Reports that `length` bytes were put there. */
  filled(length: number): void;
  end(): void;
  /** How many lines have been read; after `end` this is all of them. */
  readonly lines: number;
}

const newline = 0x0a;
/** Small enough to be in the processor's cache when it is read, large enough that the request for it costs nothing. */
const maxAtOnce = 2 * 1024 * 1024;
const ordinaryBuffer = 48 * 1024 * 1024;
/**
 * At the end of a part, other records among this many lines are read in full: ausearch prints the denial of an event
 * last, so it may be in the next part.
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
  /** The denials that the scanner knows, by the place where it keeps them. */
  const cells: (VectorCell | undefined)[] = [];
  /** The scanner knows the groups by their numbers here. */
  const tallies: DenialTally[] = [];
  const numbers = new Map<DenialTally, number>();
  /** The first part is 2: with 1, a serial that was never wanted (0) would count as wanted in the part before. */
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
    // Other groups may have to be dropped for the group of this denial, so everything before it must be counted first.
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

  /** Marks the latest denial of each group, if it is later than the group's sample. */
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

  /** Scans all whole lines as soon as they are there, while they are in the processor's cache. */
  function look(): void {
    while (scanPart()) readAgain();
  }

  /** Ends a part of the log, and moves the rest to the front. */
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

  /** A group that was dropped is created again by the next denial of its kind. */
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
