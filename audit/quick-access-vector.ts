/**
 * Reads an AVC body exactly as the kernel writes it, on bytes, without a string for the line. Whatever differs in the least is left to `readAccessVector`,
 * which knows all layouts; on what both read they agree.
 */

import { Buffer } from 'node:buffer';
import { readAccessDecision } from './access-decision.ts';
import { type AccessQuery, readContext } from './access-query.ts';
import { accessEvent } from './access-vector.ts';
import { rememberBytes } from './byte-memo.ts';
import { decodeUntrusted } from './decode-text.ts';
import type { Denial } from './denial.ts';
import type { AuditRecord } from './record.ts';

const sourceKey = Buffer.from(' scontext=');
const targetKey = Buffer.from(' tcontext=');
const classKey = Buffer.from(' tclass=');
const permissiveKey = Buffer.from(' permissive=');
const space = 0x20;
const equals = 0x3d;

/** Undefined when the body is not of that shape. */
export function readQuickAccessVector(record: AuditRecord): Denial | undefined {
  const { bytes, start, end } = record;
  const headAt = decisionEnd(bytes, start + 1, end);
  if (headAt === -1) return undefined;
  const decision = decisionOf(bytes, start + 1, headAt);
  const queryAt = readHead(bytes, headAt, end);
  const query = queryAt === -1 ? undefined : readQuery(bytes, queryAt, end);
  if (decision === undefined || query === undefined) return undefined;
  return { event: accessEvent(record, { decision, query, comm: head.comm, pid: head.pid, path: head.path, name: head.name }), inode: head.inode };
}

const decisionOf = rememberBytes(1024, (text) => readAccessDecision(text, 0));
const contextOf = rememberBytes(4096, readContext);
const classOf = rememberBytes(256, (text) => text);
const valueOf = rememberBytes(4096, decodeUntrusted);

/** Just behind the closing brace. */
function decisionEnd(bytes: Buffer, start: number, end: number): number {
  const limit = Math.min(end, start + 400);
  for (let at = start; at < limit; at += 1) {
    if (bytes[at] === 0x7d) return at + 1;
  }
  return -1;
}

interface Head {
  comm: string | null;
  path: string | null;
  name: string | null;
  pid: number | null;
  inode: number | null;
}

/** What `readHead` found; filled anew for each record. */
const head: Head = { comm: null, path: null, name: null, pid: null, inode: null };

/** Walks over ` key=value` up to ` scontext=` and returns where that begins; -1 when something else is in the way. */
function readHead(bytes: Buffer, start: number, end: number): number {
  head.comm = head.path = head.name = head.pid = head.inode = null;
  let at = start;
  while (at < end && bytes[at] === space) {
    if (bytes[at + 1] === 0x73 && bytes[at + 2] === 0x63 && bytes[at + 9] === equals) return at;
    const mark = wordEnd(bytes, at + 1, end, equals);
    const valueEnd = bytes[mark] === equals ? wordEnd(bytes, mark + 1, end, space) : mark;
    if (bytes[mark] === equals && !readField(bytes, { key: at + 1, mark, end: valueEnd })) return -1;
    at = valueEnd;
  }
  return -1;
}

/** Where the word ends that begins at `start`: at a space or at `stop`. */
function wordEnd(bytes: Buffer, start: number, end: number, stop: number): number {
  let at = start;
  while (at < end && bytes[at] !== stop && bytes[at] !== space) at += 1;
  return at;
}

/** False when the value is not quoted as the kernel quotes, says nothing, or says it a second time. */
function readField(bytes: Buffer, { key, mark, end }: { readonly key: number; readonly mark: number; readonly end: number }): boolean {
  const isQuoted = bytes[mark + 1] === 0x22;
  if (isQuoted && (end < mark + 3 || bytes[end - 1] !== 0x22)) return false;
  const last = bytes[mark - 1];
  if (mark - key === 3) {
    if (last === 0x64 && bytes[key] === 0x70) return head.pid === null && (head.pid = integerAt(bytes, mark + 1, end)) !== null; // pid
    if (last === 0x6f && bytes[key] === 0x69) return head.inode === null && (head.inode = integerAt(bytes, mark + 1, end)) !== null; // ino
  } else if (mark - key === 4) {
    if (last === 0x6d && bytes[key] === 0x63) return head.comm === null && (head.comm = valueOf(bytes, mark + 1, end)) !== null; // comm
    if (last === 0x65 && bytes[key] === 0x6e) return head.name === null && (head.name = valueOf(bytes, mark + 1, end)) !== null; // name
    if (last === 0x68 && bytes[key] === 0x70) return head.path === null && (head.path = valueOf(bytes, mark + 1, end)) !== null; // path
  }
  return true;
}

/** ` scontext=... tcontext=... tclass=... permissive=0` and nothing behind it. */
function readQuery(bytes: Buffer, start: number, end: number): AccessQuery | undefined {
  if (!isAt(bytes, start, sourceKey)) return undefined;
  const targetAt = wordEnd(bytes, start + 1, end, space);
  if (!isAt(bytes, targetAt, targetKey)) return undefined;
  const classAt = wordEnd(bytes, targetAt + 1, end, space);
  if (!isAt(bytes, classAt, classKey)) return undefined;
  const permissiveAt = wordEnd(bytes, classAt + 1, end, space);
  const flag = bytes[permissiveAt + permissiveKey.length] ?? 0;
  if (permissiveAt + permissiveKey.length + 1 !== end || !isAt(bytes, permissiveAt, permissiveKey) || (flag | 1) !== 0x31) return undefined;
  return {
    source: contextOf(bytes, start + sourceKey.length, targetAt),
    target: contextOf(bytes, targetAt + targetKey.length, classAt),
    class: classOf(bytes, classAt + classKey.length, permissiveAt),
    permissive: flag === 0x31,
  };
}

function isAt(bytes: Buffer, at: number, expected: Buffer): boolean {
  for (let index = 0; index < expected.length; index += 1) {
    if (bytes[at + index] !== expected[index]) return false;
  }
  return true;
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
