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
import { longestLine } from './records/line-splitter.ts';
import { countLines, createLogCounting, type LogCounting, takeCounts, wantSamples } from './log-counting.ts';
import { createLogScanner, tasks } from './log-scanner/log-scanner.ts';
import type { ReadResult } from './records/read-record.ts';
import { createRepeatFilter } from './records/repeat-filter.ts';

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

interface GroupingState {
  readonly counting: LogCounting;
  readonly assembler: ReturnType<typeof createAssembler>;
  readonly isRepeated: ReturnType<typeof createRepeatFilter>;
  readonly onSkipped: LogGroupingOptions['onSkipped'];
  readonly maxLines: number;
  /** Lines of the parts that were read twice. */
  lines: number;
  /** Bytes in the buffer. */
  filled: number;
}

export function createLogGrouping({
  groups,
  since = 0,
  onSkipped,
  maxLines = 512 * 1024,
  bufferBytes = ordinaryBuffer,
}: LogGroupingOptions): LogGrouping {
  const scanner = createLogScanner({ since, maxLines, bufferBytes });
  const grouping: GroupingState = {
    counting: createLogCounting(scanner, groups),
    assembler: createAssembler((denial) => acceptDenial(groups, since, denial)),
    isRepeated: createRepeatFilter(),
    onSkipped,
    maxLines,
    lines: 0,
    filled: 0,
  };
  const { bytes } = scanner;

  return {
    space: (ahead = 0) => bytes.subarray(grouping.filled + ahead, grouping.filled + ahead + maxAtOnce),
    filled(length) {
      grouping.filled += length;
      readLines(grouping);
      if (grouping.filled === bytes.length) turnPart(grouping);
    },
    end: () => endLog(grouping),
    get lines() {
      return grouping.lines;
    },
  };
}

function acceptDenial(groups: DenialGroups, since: number, { event, isCounted }: Denial): void {
  if (event.time < since) return;
  if (isCounted) groups.offerSample(event);
  else groups.add(event);
}

/** Reads all whole lines as soon as they are there, while they are in the processor's cache. */
function readLines(grouping: GroupingState): void {
  const { scanner } = grouping.counting;
  countLines(grouping.counting, grouping.filled);
  while (scanner.lines === grouping.maxLines) {
    readAgain(grouping);
    countLines(grouping.counting, grouping.filled);
  }
}

/** Ends a part of the log, and moves the rest to the front. */
function turnPart(grouping: GroupingState): void {
  const { scanner } = grouping.counting;
  readAgain(grouping);
  keepFrom(grouping, scanner.next);
  scanner.rewind();
}

/** Reads what is left, also a last line without its end. */
function endLog(grouping: GroupingState): void {
  const { scanner } = grouping.counting;
  turnPart(grouping);
  if (grouping.filled > 0 || scanner.isWithinOverlong) {
    scanner.bytes[grouping.filled] = newline;
    grouping.filled += 1;
    readLines(grouping);
    turnPart(grouping);
  }
  takeCounts(grouping.counting);
  grouping.assembler.flush();
}

/** Reads in full the lines that are wanted, and goes on behind all that were counted. */
function readAgain(grouping: GroupingState): void {
  const { counting } = grouping;
  const { scanner, part } = counting;
  if (scanner.isCrowded) takeCounts(counting);
  wantSamples(counting);
  const { lines } = scanner;
  for (let line = Math.max(0, lines - linesAheadOfDenial); line < lines; line += 1)
    if (scanner.tasks[line] === tasks.circumstance) scanner.want(scanner.serials[line] ?? 0, part);
  for (let line = scanner.nextWanted(0, part); line < lines; line = scanner.nextWanted(line + 1, part))
    readWanted(grouping, line);
  grouping.lines += lines;
  scanner.turnPage();
  counting.part += 1;
}

function readWanted(grouping: GroupingState, line: number): void {
  const { scanner } = grouping.counting;
  if (scanner.tasks[line] === tasks.overlong) grouping.onSkipped?.(grouping.lines + line + 1, 'the line is too long');
  else takeRecord(grouping, readLine(scanner.bytes, scanner.starts[line] ?? 0, scanner.ends[line] ?? 0), line);
}

function takeRecord(grouping: GroupingState, result: ReadResult, line: number): void {
  const { counting, assembler, isRepeated, onSkipped } = grouping;
  if (result === 'other' || ('type' in result && isRepeated(result))) return;
  const isCounted = counting.scanner.tasks[line] === tasks.counted;
  const broken =
    'broken' in result ? result.broken : assembler.add(isCounted ? { ...result, isCounted: true } : result);
  if (broken !== undefined) onSkipped?.(grouping.lines + line + 1, broken);
}

/** Moves the bytes from `start` on to the front; of a line that is too long it keeps nothing. */
function keepFrom(grouping: GroupingState, start: number): void {
  const { scanner } = grouping.counting;
  scanner.bytes.copyWithin(0, start, grouping.filled);
  grouping.filled -= start;
  if (grouping.filled <= longestLine) return;
  scanner.beginWithinOverlong();
  grouping.filled = 0;
}
