// SPDX-License-Identifier: Apache-2.0
/**
 * Reads one entry of `journalctl -o json`. Only fields that journald itself sets (with a leading underscore) say what
 * an entry is:
 * a program may log the text of a denial, but it cannot make its entry come from the audit or the kernel transport.
 */

import { Buffer } from 'node:buffer';
import { type ReadResult, readRecord } from './read-record.ts';
import { recordTypes } from './record.ts';

type Entry = Readonly<Record<string, unknown>>;

export function readJournalEntry(line: string): ReadResult {
  const entry = parseEntry(line);
  if (entry === undefined) return { broken: 'not a JSON object' };
  if (entry['_TRANSPORT'] === 'audit') return readAuditEntry(entry);
  return entry['_TRANSPORT'] === 'kernel' ? readKernelEntry(entry) : 'other';
}

function parseEntry(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Gives the message as a byte string. The journal gives text, or bytes as numbers when they are not UTF-8 or hold
 * controls; journalctl writes null for what is too long for it.
 */
function messageOf({ MESSAGE: message }: Entry): string | undefined {
  if (typeof message === 'string') return Buffer.from(message, 'utf8').toString('latin1');
  if (!Array.isArray(message) || !message.every(isByte)) return undefined;
  return Buffer.from(message).toString('latin1');
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** Undefined when the field is not there; null when it is no whole number of so many digits. */
function digitsOf(value: unknown, most: number): number | null | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' && /^\d+$/.test(value) && value.length <= most ? Number(value) : null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readKernelEntry(entry: Entry): ReadResult {
  const facility = entry['SYSLOG_FACILITY'];
  const isFromKernel = facility === undefined || facility === '0';
  const message = isFromKernel ? /^(?:audit: )?(type=\d+ audit\(.*)$/s.exec(messageOf(entry) ?? '') : null;
  if (message === null) return 'other';
  const bytes = Buffer.from(message[1] ?? '', 'latin1');
  const result = readRecord(bytes, 0, bytes.length);
  return typeof result === 'object' && 'type' in result ? { ...result, transport: 'kernel' } : result;
}

function readAuditEntry(entry: Entry): ReadResult {
  const message = messageOf(entry);
  const serial = digitsOf(entry['_AUDIT_ID'], 15);
  /** The kernel's stamp; the other is when journald received it. */
  const microseconds = digitsOf(entry['_SOURCE_REALTIME_TIMESTAMP'], 17) ?? digitsOf(entry['__REALTIME_TIMESTAMP'], 17);
  if (message === undefined || typeof serial !== 'number')
    return { broken: 'the journal entry of an audit record lacks its serial or its message' };
  const name = textOf(entry['_AUDIT_TYPE_NAME']);
  const [firstWord = ''] = message.split(' ', 1);
  const type = recordTypes.get(textOf(entry['_AUDIT_TYPE']) ?? name ?? firstWord);
  if (type === undefined) return 'other';
  if (typeof microseconds !== 'number') return { broken: 'the journal entry of an audit record has no time' };
  const isNamed = firstWord === name || recordTypes.has(firstWord);
  const bytes = Buffer.from(isNamed ? message.slice(firstWord.length) : ` ${message}`, 'latin1');
  return {
    type,
    timeMs: Math.floor(microseconds / 1000),
    serial,
    node: '',
    bytes,
    start: 0,
    end: bytes.length,
    isInterpreted: false,
    transport: 'audit',
  };
}
