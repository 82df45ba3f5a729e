// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the lines of a log in memory and counts the denials whose texts it knows; it hands all others to the program
 * around it, one by one (`../log-scanner.ts`).
 * It is written in AssemblyScript because a log is read once: a JavaScript engine that compiles only code that ran
 * often would reach the end before it has compiled anything.
 * It has no heap. All data is at fixed places of the memory that it is given, behind which 64 more bytes may be read.
 */

import { bytesAt, endsAt, longestLine, maxLines, serialPlaces, serialsAt, startsAt, tasksAt, wantedAt } from './layout';
import { begin, beginGranted, count, find, isGranted, locate } from './known-denials';
import { bodyAt, kindOf, lineKind, serial, timeMs } from './line-kind';
import { endOfText } from './text';

export { clearHitGroups, hitGroups } from './latest-of-group';
export {
  clearTouched,
  commAt,
  commLength,
  decisionAt,
  decisionLength,
  forget,
  queryAt,
  queryLength,
  touched,
} from './known-denials';
export { bodyAt, serial, timeMs } from './line-kind';
export {
  bytesAt,
  denialsAt,
  endsAt,
  hitGroupsAt,
  latestSerialsAt,
  latestTimesAt,
  maxDenials,
  maxGroups,
  maxLines,
  serialPlaces,
  serialsAt,
  startsAt,
  tasksAt,
  touchedAt,
  wantedAt,
} from './layout';

/** How many lines are described, and where the next one begins. */
export let lines: u32 = 0;
export let next: u32 = bytesAt;
/** The end of the line that was handed out last, without a carriage return. */
export let lineEnd: u32 = 0;

let since: f64 = 0;
let roomForLines: u32 = maxLines;
/** The front of an overlong line was dropped; the bytes up to the next newline belong to it. */
export let isWithinOverlong: bool = false;

// The tasks of a line, as in ../log-scanner.ts.
const skip: u8 = 0;
const counted: u8 = 1;
const circumstance: u8 = 2;
const read: u8 = 3;
const overlong: u8 = 4;

// The answers of `scan`, as in ../log-scanner.ts.
const nothingMore: u32 = 0;
const otherLine: u32 = 1;
const otherDenial: u32 = 2;

const newline: u8 = 0x0a;
const carriageReturn: u8 = 0x0d;

/** `earliest` is in seconds; denials before it are left out. */
export function configure(earliest: f64, most: u32): void {
  since = earliest;
  roomForLines = min(most, maxLines);
}

/** Starts at the first line of the bytes and forgets all descriptions. */
export function rewind(): void {
  next = bytesAt;
  lines = 0;
}

/** Continues behind the lines that were described, and forgets them. */
export function turnPage(): void {
  lines = 0;
}

export function beginWithinOverlong(): void {
  isWithinOverlong = true;
}

/**
 * Describes whole lines up to the address `filled`. A line that is handed out has the number `lines - 1`, and the
 * program around sets its task.
 */
export function scan(filled: u32): u32 {
  while (lines < roomForLines) {
    const start = next;
    const end = endOfText(start, filled, newline);
    if (end == filled) return nothingMore;
    next = end + 1;
    const line = lines++;
    store<u32>(startsAt + line * 4, start - bytesAt);
    store<u32>(endsAt + line * 4, end - bytesAt);
    const answer = describe(line, start, end);
    if (answer != nothingMore) return answer;
  }
  return nothingMore;
}

function describe(line: u32, start: u32, end: u32): u32 {
  if (isWithinOverlong || end - start > longestLine) {
    isWithinOverlong = false;
    return noted(line, overlong);
  }
  const kind = kindOf(start, end);
  lineEnd = end;
  if (kind == lineKind.unknown) return otherLine;
  store<f64>(serialsAt + line * 8, serial);
  if (kind == lineKind.idle) return noted(line, skip);
  if (kind == lineKind.circumstance) return noted(line, circumstance);
  if (timeMs / 1000 < since) return noted(line, skip);
  if (load<u8>(end - 1) == carriageReturn) lineEnd = end - 1;
  if (!locate(bodyAt, lineEnd)) return otherDenial;
  const denial = find();
  if (denial == 0) return otherDenial;
  if (isGranted(denial)) return noted(line, circumstance);
  count(denial, timeMs, serial);
  return noted(line, counted);
}

function noted(line: u32, task: u8): u32 {
  store<u8>(tasksAt + line, task);
  return nothingMore;
}

/**
 * Counts from now on each denial with the texts of the one that was handed out last, beginning with it. Returns the
 * place where it is kept, or -1 when it cannot be kept.
 */
export function remember(group: u32): i32 {
  return begin(group, timeMs, serial);
}

export function rememberGranted(): void {
  beginGranted();
}

/**
 * The first line from `index` on that has to be read: for itself, or because its event was wanted in this part of the
 * log or the one before.
 */
export function nextWanted(index: u32, part: u32): u32 {
  for (; index < lines; index++) {
    const task = load<u8>(tasksAt + index);
    if (task == skip) continue;
    if (task >= read) break;
    const place = <u32>(<u64>load<f64>(serialsAt + index * 8)) % serialPlaces;
    if (load<u32>(wantedAt + place * 4) >= part - 1) break;
  }
  return index;
}
