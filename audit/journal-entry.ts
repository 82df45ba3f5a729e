/**
 * Reads one entry of `journalctl -o json`. Only fields that journald itself sets (with a leading underscore) say what an entry is:
 * a program may log the text of a denial, but it cannot make its entry come from the audit or the kernel transport.
 */

import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { type ReadResult, readRecord } from './read-record.ts';
import { recordTypes } from './record.ts';

/** Text, or its bytes when they are not UTF-8 or hold controls; journalctl writes null for what is too long for it. */
const messageSchema = z.union([
  z.string().transform((text) => Buffer.from(text, 'utf8').toString('latin1')),
  z.array(z.number().int().min(0).max(255)).transform((bytes) => Buffer.from(bytes).toString('latin1')),
]);

const microsecondsSchema = z.string().regex(/^\d{1,17}$/);

const kernelEntrySchema = z.looseObject({ _TRANSPORT: z.literal('kernel'), SYSLOG_FACILITY: z.literal('0').optional(), MESSAGE: messageSchema });

const auditEntrySchema = z.looseObject({
  _TRANSPORT: z.literal('audit'),
  _AUDIT_TYPE: z.string().optional(),
  _AUDIT_TYPE_NAME: z.string().optional(),
  _AUDIT_ID: z.string().regex(/^\d{1,15}$/),
  /** The kernel's stamp; the other is when journald received it. */
  _SOURCE_REALTIME_TIMESTAMP: microsecondsSchema.optional(),
  __REALTIME_TIMESTAMP: microsecondsSchema.optional(),
  MESSAGE: messageSchema,
});

const transportSchema = z.looseObject({ _TRANSPORT: z.unknown() });

export function readJournalEntry(line: string): ReadResult {
  const value = parseJson(line);
  const entry = transportSchema.safeParse(value);
  if (!entry.success) return { broken: 'not a JSON object' };
  if (entry.data._TRANSPORT === 'audit') return readAuditEntry(value);
  return entry.data._TRANSPORT === 'kernel' ? readKernelEntry(value) : 'other';
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readKernelEntry(value: unknown): ReadResult {
  const entry = kernelEntrySchema.safeParse(value);
  const message = entry.success ? /^(?:audit: )?(type=\d+ audit\(.*)$/s.exec(entry.data.MESSAGE) : null;
  if (message === null) return 'other';
  const bytes = Buffer.from(message[1] ?? '', 'latin1');
  return readRecord(bytes, 0, bytes.length);
}

function readAuditEntry(value: unknown): ReadResult {
  const entry = auditEntrySchema.safeParse(value);
  if (!entry.success) return { broken: 'the journal entry of an audit record lacks its serial or its message' };
  const { MESSAGE: message, _AUDIT_TYPE: number, _AUDIT_TYPE_NAME: name, _AUDIT_ID: serial } = entry.data;
  const microseconds = entry.data._SOURCE_REALTIME_TIMESTAMP ?? entry.data.__REALTIME_TIMESTAMP;
  const [firstWord = ''] = message.split(' ', 1);
  const type = recordTypes.get(number ?? name ?? firstWord);
  if (type === undefined) return 'other';
  if (microseconds === undefined) return { broken: 'the journal entry of an audit record has no time' };
  const isNamed = firstWord === name || recordTypes.has(firstWord);
  const bytes = Buffer.from(isNamed ? message.slice(firstWord.length) : ` ${message}`, 'latin1');
  return {
    type,
    timeMs: Math.floor(Number(microseconds) / 1000),
    serial: Number(serial),
    node: '',
    bytes,
    start: 0,
    end: bytes.length,
    isInterpreted: false,
  };
}
