/**
 * Recognises the lines of auditd's layout that make up nearly all of a log, on bytes, four at a time: their type and their stamp. Whatever differs in the least
 * is `unknown` and left to `readLine`, which knows all layouts.
 */

import type { Buffer } from 'node:buffer';

/** `idle`: a sound record that no denial is made of. `circumstance`: SYSCALL, PATH, CWD or EOE, which matter when their event holds a denial. */
export type LineKind = 'vector' | 'circumstance' | 'idle' | 'unknown';

export interface QuickLine {
  kind: LineKind;
  /** For a kind other than `unknown`. */
  timeMs: number;
  serial: number;
  /** Where the body begins: with a space. */
  bodyAt: number;
}

export interface QuickLineReader {
  /** The result is valid until the next call. */
  read(start: number, end: number): QuickLine;
}

/** Four characters as a little-endian word, as they stand in what the kernel and auditd write. */
const word = (text: string): number => text.charCodeAt(0) + text.charCodeAt(1) * 0x100 + text.charCodeAt(2) * 0x1_0000 + text.charCodeAt(3) * 0x100_0000;
const [type, avc, path, cwd, eoe] = [word('type'), word('AVC '), word('PATH'), word('CWD '), word('EOE ')];
const [sysc, all, proc, titl] = [word('SYSC'), word('ALL '), word('PROC'), word('TITL')];
const [msg, audit] = [word('msg='), word('audi')];
const equals = 0x3d;
const space = 0x20;
/** Shorter than any sound record, and long enough that no word is read behind the end. */
const shortest = 48;
const longestStamp = 32;

/** For lines of one buffer, whose bytes may change between calls. */
export function createQuickLineReader(bytes: Buffer): QuickLineReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const line: QuickLine = { kind: 'unknown', timeMs: 0, serial: 0, bodyAt: 0 };
  /** The stamp of the line before, `1795533833.415:1196):`: the records of an event mostly follow each other. */
  const latest = new Uint8Array(longestStamp);
  const latestWords = new Int32Array(latest.buffer);
  let latestLength = 0;

  /** Where the type's name ends, at its space; the kind is set. 0 when it is none that is known here. */
  function readType(at: number): number {
    const first = view.getUint32(at, true);
    if (first === sysc && view.getUint32(at + 4, true) === all) return named('circumstance', at + 7);
    if (first === avc) return named('vector', at + 3);
    if (first === proc && view.getUint32(at + 4, true) === titl && bytes[at + 8] === 0x45 && bytes[at + 9] === space) return named('idle', at + 9);
    if (first === path && bytes[at + 4] === space) return named('circumstance', at + 4);
    return first === cwd || first === eoe ? named('circumstance', at + 3) : 0;
  }

  function named(kind: LineKind, end: number): number {
    line.kind = kind;
    return end;
  }

  function isLatest(at: number, end: number): boolean {
    if (latestLength === 0 || at + latestLength > end) return false;
    const whole = latestLength >> 2;
    // From the end, where another stamp differs.
    for (let index = latestLength - 1; index >= whole * 4; index -= 1) if (bytes[at + index] !== latest[index]) return false;
    for (let index = whole - 1; index >= 0; index -= 1) if (view.getInt32(at + index * 4, true) !== latestWords[index]) return false;
    return true;
  }

  /** Seconds and serial of up to ten digits: larger ones are read by the general way. */
  function readStamp(at: number, end: number): boolean {
    const point = readDigits(at, at + 10);
    const seconds = digits;
    const colon = readDigits(point + 1, point + 4);
    const milliseconds = digits;
    const close = readDigits(colon + 1, colon + 11);
    if (point === at || bytes[point] !== 0x2e || colon !== point + 4 || bytes[colon] !== 0x3a || close === colon + 1) return false;
    if (bytes[close] !== 0x29 || bytes[close + 1] !== 0x3a || close + 2 > end) return false;
    line.timeMs = seconds * 1000 + milliseconds;
    line.serial = digits;
    latestLength = close + 2 - at;
    for (let index = 0; index < latestLength; index += 1) latest[index] = bytes[at + index] ?? 0;
    return true;
  }

  let digits = 0;
  function readDigits(start: number, limit: number): number {
    digits = 0;
    let at = start;
    for (; at < limit; at += 1) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      digits = digits * 10 + digit;
    }
    return at;
  }

  function unknown(): QuickLine {
    line.kind = 'unknown';
    return line;
  }

  return {
    read(start, end) {
      if (end - start < shortest || view.getUint32(start, true) !== type || bytes[start + 4] !== equals) return unknown();
      const nameEnd = readType(start + 5);
      if (nameEnd === 0) return unknown();
      if (view.getUint32(nameEnd + 1, true) !== msg || view.getUint32(nameEnd + 5, true) !== audit) return unknown();
      if (bytes[nameEnd + 9] !== 0x74 || bytes[nameEnd + 10] !== 0x28) return unknown();
      const stampAt = nameEnd + 11;
      if (!isLatest(stampAt, end) && !readStamp(stampAt, end)) return unknown();
      line.bodyAt = stampAt + latestLength;
      return line;
    },
  };
}
