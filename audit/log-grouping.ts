/**
 * Groups the denials of a whole log, as `createAuditReader` and `createDenialGroups` do together, without putting most of its events together: a group needs only
 * counts of nearly all, and of its latest event the whole as a sample. A part of the log is gone through twice: first line by line, counting what a record alone tells;
 * then only those lines are read in full that belong to a sample, or to a denial that could not be counted by itself.
 */

import { Buffer } from 'node:buffer';
import { createAssembler } from './assembler.ts';
import { readLine } from './audit-reader.ts';
import type { Denial } from './denial.ts';
import type { DenialGroups } from './denial-groups.ts';
import type { DenialTally } from './denial-tally.ts';
import { longestLine } from './line-splitter.ts';
import { isPolicyRecord } from './policy-event.ts';
import { createQuickCount, type VectorPlace } from './quick-count.ts';
import { createQuickLineReader } from './quick-line.ts';
import type { ReadResult } from './read-record.ts';

export interface LogGroupingOptions {
  readonly groups: DenialGroups;
  /** Seconds since the epoch: earlier denials are left out. */
  readonly since?: number;
  /** `lineNumber` counts from 1; `reason` is text of ours and quotes nothing from the line. */
  readonly onSkipped?: (lineNumber: number, reason: string) => void;
  /** How many lines are looked at before the second time; no more than fit into the buffer. */
  readonly mostLines?: number;
  /** More than the longest line takes. */
  readonly bufferBytes?: number;
}

/** The groups are whole only after `end`. */
export interface LogGrouping {
  /** Where the next bytes of the log go; never empty. */
  space(): Buffer;
  /** That many bytes were put there. */
  filled(length: number): void;
  end(): void;
  /** How many lines have been read; after `end` all of them. */
  readonly lines: number;
}

/** What is to be done with a line the second time. `circumstance` and `counted` are read when their event is wanted. */
const skip = 0;
const counted = 1;
const circumstance = 2;
const read = 3;
const overlong = 4;

const newline = 0x0a;
const ordinaryBuffer = 16 * 1024 * 1024;
/** Of a part's end: ausearch prints the denial of an event last, so what was said about it may be in the part before. */
const linesAheadOfDenial = 64;
const linesAtOnce = 64;
/** Serials are told apart by their last bits: another event that shares them is read for nothing, and nothing else. */
const serialPlaces = 64 * 1024;

export function createLogGrouping({ groups, since = 0, onSkipped, mostLines = 128 * 1024, bufferBytes = ordinaryBuffer }: LogGroupingOptions): LogGrouping {
  const bytes = Buffer.allocUnsafeSlow(bufferBytes);
  const quickLine = createQuickLineReader(bytes);
  const quickCount = createQuickCount(groups);
  const assembler = createAssembler(accept);
  /** The lines of the part that is looked at. */
  const starts = new Int32Array(mostLines);
  const ends = new Int32Array(mostLines);
  const tasks = new Uint8Array(mostLines);
  const serials = new Float64Array(mostLines);
  /** By serial: the number of the part in which it was wanted last. */
  const wantedIn = new Uint32Array(serialPlaces);
  /** For each group that was hit in this part, the serial of its latest event. */
  const latest = new Map<DenialTally, { time: number; serial: number }>();
  /** The first is 2, or nothing wanted would look like wanted in the part before. */
  let part = 2;
  let lines = 0;
  let lineNumber = 0;
  let filled = 0;
  /** The front of a line that is too long was dropped: what comes up to the next newline belongs to it. */
  let isWithinOverlong = false;

  function accept({ event, isCounted }: Denial): void {
    if (event.time < since) return;
    if (isCounted) groups.offerSample(event);
    else groups.add(event);
  }

  function want(serial: number): void {
    wantedIn[serial % serialPlaces] = part;
  }

  /** Also what was wanted in the part before: the rest of an event may follow in this one. */
  function isWanted(serial: number): boolean {
    return (wantedIn[serial % serialPlaces] ?? 0) >= part - 1;
  }

  function addLine(start: number, end: number): void {
    starts[lines] = start;
    ends[lines] = end;
    serials[lines] = -1;
    tasks[lines] = taskOf(start, end);
    lines += 1;
  }

  function taskOf(start: number, end: number): number {
    if (isWithinOverlong || end - start > longestLine) {
      isWithinOverlong = false;
      return overlong;
    }
    const found = quickLine.read(start, end);
    if (found.kind === 'unknown') return otherTask(start, end);
    serials[lines] = found.serial;
    if (found.kind === 'vector') return countVector(found, withoutReturn(end));
    return found.kind === 'idle' ? skip : circumstance;
  }

  /** Nearly all of these are records of types that no denial is made of. */
  function otherTask(start: number, end: number): number {
    const result = readLine(bytes, start, end);
    if (result === 'other' || ('type' in result && isPolicyRecord(result))) return skip;
    if ('serial' in result) want(result.serial);
    return read;
  }

  function countVector(place: VectorPlace, end: number): number {
    const { timeMs, serial } = place;
    const time = timeMs / 1000;
    if (time < since) return skip;
    const tally = quickCount.add(bytes, place, end);
    if (tally === 'granted') return circumstance;
    if (tally === 'unread') {
      want(serial);
      return read;
    }
    const best = latest.get(tally);
    if (best === undefined) latest.set(tally, { time, serial });
    else if (time > best.time || (time === best.time && serial > best.serial)) {
      best.time = time;
      best.serial = serial;
    }
    return counted;
  }

  function withoutReturn(end: number): number {
    return bytes[end - 1] === 0x0d ? end - 1 : end;
  }

  function readAgain(): void {
    for (const [{ sample }, { time, serial }] of latest) if (time > sample.time || (time === sample.time && serial >= sample.serial)) want(serial);
    for (let index = Math.max(0, lines - linesAheadOfDenial); index < lines; index += 1) if (tasks[index] === circumstance) want(serials[index] ?? 0);
    for (let index = 0; index < lines; index += linesAtOnce) readLines(index, Math.min(lines, index + linesAtOnce));
    lineNumber += lines;
    lines = 0;
    latest.clear();
    part += 1;
  }

  function readLines(from: number, to: number): void {
    for (let index = from; index < to; index += 1) {
      const task = tasks[index] ?? skip;
      if (task === skip) continue;
      if (task === overlong) onSkipped?.(lineNumber + index + 1, 'the line is too long');
      else if (task === read || isWanted(serials[index] ?? -1)) take(readLine(bytes, starts[index] ?? 0, ends[index] ?? 0), index);
    }
  }

  function take(result: ReadResult, index: number): void {
    if (result === 'other') return;
    const broken = 'broken' in result ? result.broken : assembler.add(tasks[index] === counted ? { ...result, isCounted: true } : result);
    if (broken !== undefined) onSkipped?.(lineNumber + index + 1, broken);
  }

  /** Looks at all whole lines, and moves what is left to the front. */
  function digest(): void {
    let start = 0;
    for (let next = addLines(start); next !== start; next = addLines(start)) {
      start = next;
      if (lines === mostLines) readAgain();
    }
    readAgain();
    keep(start);
  }

  /** Looks at some lines and returns where the next one begins. Loops are short, so that the engine compiles their functions as a whole and keeps what it compiled. */
  function addLines(from: number): number {
    const most = Math.min(mostLines, lines + linesAtOnce);
    let start = from;
    while (lines < most) {
      const end = bytes.indexOf(newline, start);
      if (end === -1 || end >= filled) break;
      addLine(start, end);
      start = end + 1;
    }
    return start;
  }

  function keep(start: number): void {
    bytes.copyWithin(0, start, filled);
    filled -= start;
    if (filled <= longestLine) return;
    isWithinOverlong = true;
    filled = 0;
  }

  return {
    space: () => bytes.subarray(filled),
    filled(length) {
      filled += length;
      if (filled === bytes.length) digest();
    },
    end() {
      digest();
      if (filled > 0 || isWithinOverlong) {
        addLine(0, filled);
        readAgain();
      }
      assembler.flush();
    },
    get lines() {
      return lineNumber;
    },
  };
}
