// SPDX-License-Identifier: Apache-2.0
/**
 * Goes through the lines of a log without making anything of most of them: tells lines apart, counts the denials whose
 * texts it knows, and hands out the others.
 * The work is done by a WebAssembly module (`assembly/`), in whose memory the bytes of the log are.
 */

import { Buffer } from 'node:buffer';
import { newScannerModule, type ScannerModule } from './scanner-module.ts';

/**
 * What is to be done with a line the second time; `circumstance` and `counted` are read when their event is wanted. As
 * in `assembly/scan.ts`.
 */
export const tasks = { skip: 0, counted: 1, circumstance: 2, read: 3, overlong: 4 } as const;

export type Task = (typeof tasks)[keyof typeof tasks];

/** What it stopped at. `denial`: an AVC record whose texts it does not know. */
type Found = 'nothing' | 'line' | 'denial';

const answers: readonly Found[] = ['nothing', 'line', 'denial'];

/** What was counted of one known denial. */
export interface KnownCount {
  /** Names the place that `remember` gave. */
  readonly place: number;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Describes the latest denial of a group in this part of the log, by time and serial. */
interface LatestInGroup {
  readonly group: number;
  readonly timeMs: number;
  readonly serial: number;
}

/** Gives a position and a length in bytes. */
export interface Place {
  readonly from: number;
  readonly length: number;
}

export interface FoundDenial {
  readonly timeMs: number;
  readonly serial: number;
  /** The body begins with a space, and ends before a carriage return. */
  readonly bodyAt: number;
  readonly end: number;
  /**
   * What is compared to know it again: up to the closing brace; the value of `comm`; from ` scontext=` on. Undefined
   * when the record is not as the kernel writes it, or names a port.
   */
  readonly texts: { readonly decision: Place; readonly comm: Place; readonly query: Place } | undefined;
}

export interface LogScannerOptions {
  /** Seconds since the epoch: earlier denials are passed over. */
  readonly since: number;
  /** How many lines are described at once. */
  readonly maxLines: number;
  readonly bufferBytes: number;
}

export interface LogScanner {
  /** Has room for the log. */
  readonly bytes: Buffer;
  /** Begins with the first byte again. */
  rewind(): void;
  /** Forgets the descriptions of lines, and goes on behind them. */
  turnPage(): void;
  /**
   * Describes whole lines of so many bytes until there are no more, or no room, or one is for the caller to look at:
   * the last, whose task he sets.
   */
  scan(filled: number): Found;
  /** The front of a line that is too long was dropped. */
  beginWithinOverlong(): void;
  readonly isWithinOverlong: boolean;
  /** How many lines are described, and where the next one begins. */
  readonly lines: number;
  readonly next: number;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly serials: Float64Array;
  readonly tasks: Uint8Array;
  /** Gives the denial at which the scan stopped. */
  denial(): FoundDenial;
  /**
   * Counts that denial and all others with its texts from now on, as of the group of this number. Gives the place where
   * they are kept; undefined when they cannot be, and nothing is counted.
   */
  remember(group: number): number | undefined;
  /** Passes over what has the texts of that denial, which is none: access was granted. */
  rememberGranted(): void;
  /** Knows no denials any more. */
  forget(): void;
  /** What was counted since the last call; what was hit last comes last. */
  takeCounts(): KnownCount[];
  /** Crowded: soon there will be no places for further denials until the counts are taken. */
  readonly isCrowded: boolean;
  /** Gives the latest denial of each group that was hit since the last call. */
  takeLatest(): LatestInGroup[];
  /** Lines of this serial are to be read, in this part of the log and the next. */
  want(serial: number, part: number): void;
  /** The first line from this one on that is to be read; `lines` when there is none. */
  nextWanted(line: number, part: number): number;
}

/** Places in a known denial, in bytes: as in `assembly/known-denials.ts`. */
const known = { bytes: 512, count: 20, hit: 24, first: 32, last: 40 } as const;

/** The memory of the module, as it is read here. */
interface ScannerMemory {
  readonly at: ScannerModule['at'];
  readonly bytesAt: number;
  readonly view: DataView;
  readonly touched: Uint32Array;
  readonly hitGroups: Uint32Array;
  readonly latestTimes: Float64Array;
  readonly latestSerials: Float64Array;
}

export function createLogScanner({ since, maxLines, bufferBytes }: LogScannerOptions): LogScanner {
  const { memory, module, at } = newScannerModule(bufferBytes);
  const scanner = viewMemory(memory.buffer, at);
  const { bytesAt, touched } = scanner;
  const wanted = new Uint32Array(memory.buffer, at('wantedAt'), at('serialPlaces'));
  const room = at('maxLines');
  module.configure(since, maxLines);

  return {
    bytes: Buffer.from(memory.buffer, bytesAt, bufferBytes),
    rewind: module.rewind,
    turnPage: module.turnPage,
    scan: (filled) => answers[module.scan(bytesAt + filled)] ?? 'nothing',
    beginWithinOverlong: module.beginWithinOverlong,
    get isWithinOverlong() {
      return at('isWithinOverlong') !== 0;
    },
    get lines() {
      return at('lines');
    },
    get next() {
      return at('next') - bytesAt;
    },
    starts: new Uint32Array(memory.buffer, at('startsAt'), room),
    ends: new Uint32Array(memory.buffer, at('endsAt'), room),
    serials: new Float64Array(memory.buffer, at('serialsAt'), room),
    tasks: new Uint8Array(memory.buffer, at('tasksAt'), room),
    denial: () => readDenial(scanner),
    remember(group) {
      const place = group < scanner.latestTimes.length ? module.remember(group) : -1;
      return place === -1 ? undefined : place;
    },
    rememberGranted: module.rememberGranted,
    forget: module.forget,
    takeCounts() {
      const counts = readCounts(scanner);
      module.clearTouched();
      return counts;
    },
    get isCrowded() {
      return at('touched') > touched.length / 2;
    },
    takeLatest() {
      const latest = readLatest(scanner);
      module.clearHitGroups();
      return latest;
    },
    want(serial, part) {
      wanted[serial % wanted.length] = part;
    },
    nextWanted: module.nextWanted,
  };
}

function viewMemory(buffer: ArrayBuffer, at: ScannerModule['at']): ScannerMemory {
  return {
    at,
    bytesAt: at('bytesAt'),
    view: new DataView(buffer),
    touched: new Uint32Array(buffer, at('touchedAt'), at('maxDenials')),
    hitGroups: new Uint32Array(buffer, at('hitGroupsAt'), at('maxGroups')),
    latestTimes: new Float64Array(buffer, at('latestTimesAt'), at('maxGroups')),
    latestSerials: new Float64Array(buffer, at('latestSerialsAt'), at('maxGroups')),
  };
}

/** Reads the denial at which the module stopped. */
function readDenial(scanner: ScannerMemory): FoundDenial {
  const { at, bytesAt } = scanner;
  return {
    timeMs: at('timeMs'),
    serial: at('serial'),
    bodyAt: at('bodyAt') - bytesAt,
    end: at('lineEnd') - bytesAt,
    texts: textsOfDenial(scanner),
  };
}

function textsOfDenial({ at, bytesAt }: ScannerMemory): FoundDenial['texts'] {
  if (at('commAt') === 0) return undefined;
  return {
    decision: { from: at('decisionAt') - bytesAt, length: at('decisionLength') },
    comm: { from: at('commAt') - bytesAt, length: at('commLength') },
    query: { from: at('queryAt') - bytesAt, length: at('queryLength') },
  };
}

/** Reads what was counted of each denial; what was hit last comes last. */
function readCounts({ at, touched, view }: ScannerMemory): KnownCount[] {
  const denialsAt = at('denialsAt');
  return Array.from(touched.subarray(0, at('touched')), (place) => {
    const from = denialsAt + place * known.bytes;
    return {
      place,
      count: view.getUint32(from + known.count, true),
      hit: view.getUint32(from + known.hit, true),
      firstMs: view.getFloat64(from + known.first, true),
      lastMs: view.getFloat64(from + known.last, true),
    };
  }).sort((a, b) => a.hit - b.hit);
}

function readLatest({ at, hitGroups, latestTimes, latestSerials }: ScannerMemory): LatestInGroup[] {
  return Array.from(hitGroups.subarray(0, at('hitGroups')), (group) => ({
    group,
    timeMs: (latestTimes[group] ?? 0) - 1,
    serial: latestSerials[group] ?? 0,
  }));
}
