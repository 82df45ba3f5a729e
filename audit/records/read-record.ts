// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the head of a line in auditd's layout, `type=AVC msg=audit(1795533833.415:1196): body`, on bytes.
 * Most lines of a log are of types that are not needed: those are checked and skipped without making a string.
 */

import type { Buffer } from 'node:buffer';
import { readInterpretedTime } from './interpreted-time.ts';
import { type AuditRecord, type RecordType, recordTypes } from './record.ts';
import { bytesOf, isAt, space, wordEnd } from './scan-bytes.ts';

/** `other` is a valid record of a type that is not used for denials. */
export type ReadResult = AuditRecord | 'other' | { readonly broken: string };

const longestType = 32;

/**
 * Expects `type=`, `node=` or `host=` at `start`: a program that collects the logs of several hosts puts the name of
 * the host in front, in one of these two forms.
 */
export function readRecord(bytes: Buffer, start: number, end: number): ReadResult {
  const typeAt = bytes[start] === typeKey[0] ? start : afterNode(bytes, start, end);
  const nameAt = typeAt + typeKey.length;
  if (typeAt === -1 || nameAt > end || !isAt(bytes, typeAt, typeKey)) return { broken: 'no record type' };
  const nameEnd = wordEnd(bytes, nameAt, Math.min(end, nameAt + longestType));
  if (bytes[nameEnd] !== space || nameEnd >= end) return { broken: 'the line ends within its record type' };
  const stamp = readStamp(bytes, nameEnd + 1, end);
  if (stamp === undefined) return { broken: 'no audit time and serial' };
  const type = recordType(bytes, nameAt, nameEnd);
  if (type === undefined) return 'other';
  const node = typeAt === start ? '' : bytes.toString('latin1', start + nodeKey.length, typeAt - 1);
  return {
    type,
    timeMs: stamp.timeMs,
    serial: stamp.serial,
    node,
    bytes,
    start: stamp.bodyAt,
    end,
    isInterpreted: stamp.isInterpreted,
  };
}

interface Stamp {
  timeMs: number;
  serial: number;
  bodyAt: number;
  isInterpreted: boolean;
}

const typeKey = bytesOf('type=');
const nodeKey = bytesOf('node=');
const hostKey = bytesOf('host=');
const messageKey = bytesOf('msg=');
const auditKey = bytesOf('audit(');

const typeNames = [...recordTypes].map(([name, type]) => ({ bytes: bytesOf(name), type }));
const namesByLength = Array.from({ length: longestType + 1 }, (_, length) =>
  typeNames.filter((name) => name.bytes.length === length),
);

function afterNode(bytes: Buffer, start: number, end: number): number {
  const gap = wordEnd(bytes, start, end);
  const isNamed = isAt(bytes, start, nodeKey) || isAt(bytes, start, hostKey);
  return isNamed && gap < end ? gap + 1 : -1;
}

/** Compared byte by byte, because a string for each line would cost more than all other work on it. */
function recordType(bytes: Buffer, start: number, end: number): RecordType | undefined {
  const names = namesByLength[end - start];
  if (names === undefined) return undefined;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index];
    if (name !== undefined && isAt(bytes, start, name.bytes)) return name.type;
  }
  return undefined;
}

/** Filled again for each line; nobody keeps a reference to it. */
const stampFound: Stamp = { timeMs: 0, serial: 0, bodyAt: 0, isInterpreted: false };

/** `1795533833.415:1196):` of the previous line; the records of an event mostly follow each other. */
const latest = { text: new Uint8Array(40), length: 0, timeMs: 0, serial: 0 };

function readStamp(bytes: Buffer, start: number, end: number): Stamp | undefined {
  const auditAt = isAt(bytes, start, messageKey) ? start + messageKey.length : start;
  const at = auditAt + auditKey.length;
  if (at > end || !isAt(bytes, auditAt, auditKey)) return undefined;
  if (!isLatest(bytes, at, end) && !readNumericStamp(bytes, at, end)) return readInterpretedStamp(bytes, at, end);
  stampFound.timeMs = latest.timeMs;
  stampFound.serial = latest.serial;
  stampFound.bodyAt = at + latest.length;
  stampFound.isInterpreted = false;
  return stampFound;
}

/** Compares from the end, where two stamps differ most often. */
function isLatest(bytes: Buffer, start: number, end: number): boolean {
  const { text, length } = latest;
  if (length === 0 || start + length > end) return false;
  for (let index = length - 1; index >= 0; index -= 1) {
    if (bytes[start + index] !== text[index]) return false;
  }
  return true;
}

function readNumericStamp(bytes: Buffer, start: number, end: number): boolean {
  const point = digitsEnd(bytes, start, Math.min(end, start + 12));
  const colon = digitsEnd(bytes, point + 1, Math.min(end, point + 4));
  const close = digitsEnd(bytes, colon + 1, Math.min(end, colon + 16));
  if (point === start || colon !== point + 4 || close === colon + 1 || close + 2 > end) return false;
  if (bytes[point] !== 0x2e || bytes[colon] !== 0x3a || bytes[close] !== 0x29 || bytes[close + 1] !== 0x3a)
    return false;
  latest.timeMs = numberAt(bytes, start, point) * 1000 + numberAt(bytes, point + 1, colon);
  latest.serial = numberAt(bytes, colon + 1, close);
  latest.length = close + 2 - start;
  for (let index = 0; index < latest.length; index += 1) latest.text[index] = bytes[start + index] ?? 0;
  return true;
}

function digitsEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) break;
    at += 1;
  }
  return at;
}

function numberAt(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + ((bytes[at] ?? 0x30) - 0x30);
  return value;
}

/** `11/24/25 12:03:53.415:1196) : `, the layout of `ausearch -i`. */
function readInterpretedStamp(bytes: Buffer, start: number, end: number): Stamp | undefined {
  const text = bytes.toString('latin1', start, Math.min(end, start + 80));
  const match = /^([\d/.-]+ [\d:]+\.\d{3}):(\d{1,15})\) :/.exec(text);
  if (match === null) return undefined;
  const timeMs = readInterpretedTime(match[1] ?? '');
  if (timeMs === undefined) return undefined;
  stampFound.timeMs = timeMs;
  stampFound.serial = Number(match[2]);
  stampFound.bodyAt = start + match[0].length;
  stampFound.isInterpreted = true;
  return stampFound;
}
