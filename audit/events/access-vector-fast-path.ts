// SPDX-License-Identifier: Apache-2.0
/**
 * Reads an AVC body exactly as the kernel writes it, on bytes, without a string for the line. A body that differs in
 * any way is left to `readAccessVector`, which knows all layouts; both give the same result for what both read.
 */

import type { Buffer } from 'node:buffer';
import type { DenialEvent } from '../../contract/model/denials/denial.ts';
import { type AccessDecision, readAccessDecision } from './access-decision.ts';
import { type AccessQuery, readContext } from './access-query.ts';
import { accessEvent } from './access-vector.ts';
import { rememberBytes } from './byte-memo.ts';
import { decodeUntrusted } from '../records/decode-text.ts';
import type { Denial } from '../denial.ts';
import type { AuditRecord } from '../records/record.ts';
import { bytesOf, isAt, space, wordEnd } from '../records/scan-bytes.ts';

const sourceKey = bytesOf(' scontext=');
const targetKey = bytesOf(' tcontext=');
const classKey = bytesOf(' tclass=');
const permissiveKey = bytesOf(' permissive=');
const equals = 0x3d;

/** Holds the positions of the parts of an access vector; the parts that decide its group come first. */
interface VectorParts {
  /** Directly behind the closing brace of the permissions; the decision begins with the body's second byte. */
  decisionEnd: number;
  /** The position of ` scontext=`; the query goes from there to the end of the body. */
  queryAt: number;
  commAt: number;
  commEnd: number;
  nameAt: number;
  nameEnd: number;
  pathAt: number;
  pathEnd: number;
  pid: number | null;
  inode: number | null;
}

/** The parts that were found last; filled again for each record. */
const parts: VectorParts = {
  decisionEnd: -1,
  queryAt: -1,
  commAt: -1,
  commEnd: -1,
  nameAt: -1,
  nameEnd: -1,
  pathAt: -1,
  pathEnd: -1,
  pid: null,
  inode: null,
};

/**
 * Finds the parts of a body; its decision and its query are not read yet. Undefined when the body does not have that
 * shape; otherwise valid until the next call.
 */
function locateAccessVector(bytes: Buffer, start: number, end: number): VectorParts | undefined {
  parts.decisionEnd = decisionEnd(bytes, start + 1, end);
  if (parts.decisionEnd === -1) return undefined;
  parts.queryAt = readHead(bytes, parts.decisionEnd, end);
  return parts.queryAt === -1 ? undefined : parts;
}

const decisionOf = rememberBytes(1024, (text) => readAccessDecision(text, 0));

/** Undefined when the body does not have that shape. */
export function readQuickAccessVector(record: AuditRecord): Denial | undefined {
  const { bytes, start, end } = record;
  if (locateAccessVector(bytes, start, end) === undefined) return undefined;
  const decision = decisionOf(bytes, start + 1, parts.decisionEnd);
  const query = readQuery(bytes, parts.queryAt, end);
  if (decision === undefined || query === undefined) return undefined;
  return { event: eventOf(record, decision, query), isCounted: record.isCounted === true };
}

/** The event of a record whose parts were located just before. */
function eventOf(record: AuditRecord, decision: AccessDecision, query: AccessQuery): DenialEvent {
  const { bytes } = record;
  const { commAt, nameAt, pathAt, pid, inode } = parts;
  const comm = commAt === -1 ? null : valueOf(bytes, commAt, parts.commEnd);
  const name = nameAt === -1 ? null : valueOf(bytes, nameAt, parts.nameEnd);
  const path = pathAt === -1 ? null : valueOf(bytes, pathAt, parts.pathEnd);
  return accessEvent(record, { decision, query, comm, pid, path, name, inode, port: null });
}

const contextOf = rememberBytes(4096, readContext);
const classOf = rememberBytes(256, (text) => text);

/** Text that a process controls. */
const valueOf = rememberBytes(4096, decodeUntrusted);

/** Gives the position directly behind the closing brace. */
function decisionEnd(bytes: Buffer, start: number, end: number): number {
  const limit = Math.min(end, start + 400);
  for (let at = start; at < limit; at += 1) {
    if (bytes[at] === 0x7d) return at + 1;
  }
  return -1;
}

/** Reads ` key=value` pairs up to ` scontext=` and returns where that begins; -1 when something else comes first. */
function readHead(bytes: Buffer, start: number, end: number): number {
  parts.commAt = parts.nameAt = parts.pathAt = -1;
  parts.pid = parts.inode = null;
  let at = start;
  while (at < end && bytes[at] === space) {
    if (bytes[at + 1] === 0x73 && bytes[at + 2] === 0x63 && bytes[at + 9] === equals) return at;
    const mark = keyEnd(bytes, at + 1, end);
    const valueEnd = bytes[mark] === equals ? wordEnd(bytes, mark + 1, end) : mark;
    if (bytes[mark] === equals && !readField(bytes, { key: at + 1, mark, end: valueEnd })) return -1;
    at = valueEnd;
  }
  return -1;
}

/** Finds the end of the key that begins at `start`, which is a space where it has no value. */
function keyEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== equals && bytes[at] !== space) at += 1;
  return at;
}

/** False when the value is not quoted as the kernel quotes, is empty, or appears a second time. */
function readField(
  bytes: Buffer,
  { key, mark, end }: { readonly key: number; readonly mark: number; readonly end: number },
): boolean {
  const isQuoted = bytes[mark + 1] === 0x22;
  if (isQuoted && (end < mark + 3 || bytes[end - 1] !== 0x22)) return false;
  const last = bytes[mark - 1];
  const at = mark + 1;
  if (mark - key === 3) {
    if (last === 0x64 && bytes[key] === 0x70)
      return parts.pid === null && (parts.pid = integerAt(bytes, at, end)) !== null; // pid
    if (last === 0x63 && bytes[key] === 0x73) return false; // src: a port, and rare
    if (last === 0x6f && bytes[key] === 0x69)
      return parts.inode === null && (parts.inode = integerAt(bytes, at, end)) !== null; // ino
  } else if (mark - key === 4 && last === 0x74 && bytes[key] === 0x64) {
    return false; // dest: likewise
  } else if (mark - key === 4 && last === 0x6d && bytes[key] === 0x63) {
    if (parts.commAt !== -1 || isNothing(bytes, at, end)) return false;
    parts.commAt = at;
    parts.commEnd = end;
  } else if (mark - key === 4 && last === 0x65 && bytes[key] === 0x6e) {
    if (parts.nameAt !== -1 || isNothing(bytes, at, end)) return false;
    parts.nameAt = at;
    parts.nameEnd = end;
  } else if (mark - key === 4 && last === 0x68 && bytes[key] === 0x70) {
    if (parts.pathAt !== -1 || isNothing(bytes, at, end)) return false;
    parts.pathAt = at;
    parts.pathEnd = end;
  }
  return true;
}

/** `decodeUntrusted` has no text for these: nothing, `?` and `(null)`. */
function isNothing(bytes: Buffer, start: number, end: number): boolean {
  return (
    start === end ||
    (bytes[start] === 0x3f && end - start === 1) ||
    (bytes[start] === 0x28 && bytes.toString('latin1', start, end) === '(null)')
  );
}

/** ` scontext=... tcontext=... tclass=... permissive=0` with nothing behind it. */
function readQuery(bytes: Buffer, start: number, end: number): AccessQuery | undefined {
  if (!isAt(bytes, start, sourceKey)) return undefined;
  const targetAt = wordEnd(bytes, start + 1, end);
  if (!isAt(bytes, targetAt, targetKey)) return undefined;
  const classAt = wordEnd(bytes, targetAt + 1, end);
  if (!isAt(bytes, classAt, classKey)) return undefined;
  const permissiveAt = wordEnd(bytes, classAt + 1, end);
  const flag = bytes[permissiveAt + permissiveKey.length] ?? 0;
  if (
    permissiveAt + permissiveKey.length + 1 !== end ||
    !isAt(bytes, permissiveAt, permissiveKey) ||
    (flag | 1) !== 0x31
  )
    return undefined;
  return {
    source: contextOf(bytes, start + sourceKey.length, targetAt),
    target: contextOf(bytes, targetAt + targetKey.length, classAt),
    class: classOf(bytes, classAt + classKey.length, permissiveAt),
    permissive: flag === 0x31,
  };
}

function integerAt(bytes: Buffer, start: number, end: number): number | null {
  if (end === start || end - start > 15) return null;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return value;
}
