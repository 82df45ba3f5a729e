// SPDX-License-Identifier: Apache-2.0
/**
 * A line that journalctl printed inside a container, as a line of its log. The container decides what is in it: what
 * does not have the form of an entry is none.
 */

import { Buffer } from 'node:buffer';
import * as z from 'zod';
import { decodeBytes } from '../../../../audit/records/decode-text.ts';
import { type LogLine, logPrioritySchema } from '../../../../contract/model/logs/log-line.ts';
import { messageText } from '../message-text.ts';
import type { SplitLine } from '../split-lines.ts';

export interface JournalEntry {
  readonly line: LogLine;
  /** Names the entry's place in the journal; undefined when the entry names none. */
  readonly cursor: string | undefined;
}

const maxNameCharacters = 256;

const entrySchema = z.object({
  __REALTIME_TIMESTAMP: z.string().regex(/^\d{1,17}$/),
  __CURSOR: z
    .string()
    .regex(/^[\w=;]{1,300}$/)
    .optional()
    .catch(undefined),
  MESSAGE: z.unknown().optional(),
  PRIORITY: z.unknown().optional(),
  SYSLOG_IDENTIFIER: z.unknown().optional(),
  SYSLOG_PID: z.unknown().optional(),
  UNIT: z.unknown().optional(),
  _COMM: z.unknown().optional(),
  _PID: z.unknown().optional(),
  _SYSTEMD_UNIT: z.unknown().optional(),
});

/** Undefined for what is no entry. */
export function parseEntry({ text, isCut }: SplitLine): JournalEntry | undefined {
  // Asked first, since to reject a text as JSON takes long.
  if (!text.startsWith('{')) return undefined;
  return isCut ? beginningOfEntry(text) : wholeEntry(text);
}

function wholeEntry(text: string): JournalEntry | undefined {
  const entry = entrySchema.safeParse(jsonOf(text)).data;
  if (entry === undefined) return undefined;
  return {
    cursor: entry.__CURSOR,
    line: {
      time: Number(entry.__REALTIME_TIMESTAMP) / 1e6,
      priority: logPrioritySchema().safeParse(numberOf(entry.PRIORITY)).data ?? null,
      unit: nameOf(entry.UNIT) ?? nameOf(entry._SYSTEMD_UNIT) ?? null,
      identifier: nameOf(entry.SYSLOG_IDENTIFIER) ?? nameOf(entry._COMM) ?? null,
      pid: numberOf(entry._PID) ?? numberOf(entry.SYSLOG_PID) ?? null,
      ...messageText(textOf(entry.MESSAGE) ?? '', false),
    },
  };
}

/** Reads as much of the message of an entry that is too long as there is, and its time where that came first. */
function beginningOfEntry(text: string): JournalEntry {
  const [, time] = /"__REALTIME_TIMESTAMP"\s*:\s*"(\d{1,17})"/.exec(text) ?? [];
  const start = /"MESSAGE"\s*:\s*"/.exec(text);
  // The end lacks at most one whole escape of what is there: a half one would end the reading.
  const begun = start === null ? '' : text.slice(start.index + start[0].length, -12).replace(/\\[^\\]{0,6}$/, '');
  const message = jsonOf(`"${begun}"`);
  return {
    cursor: undefined,
    line: {
      time: time === undefined ? null : Number(time) / 1e6,
      priority: null,
      unit: null,
      identifier: null,
      pid: null,
      ...messageText(typeof message === 'string' ? message : '', true),
    },
  };
}

/** Gives the text of a field; one that the entry has several times is joined by line breaks. Nothing is read deeper. */
function textOf(value: unknown): string | undefined {
  return singleText(value) ?? (Array.isArray(value) ? value.map((one) => singleText(one) ?? '').join('\n') : undefined);
}

/** A text, or its bytes when it is not UTF-8. */
function singleText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'number')) return undefined;
  return decodeBytes(Buffer.from(value).toString('latin1'));
}

function nameOf(value: unknown): string | undefined {
  const text = textOf(value)?.slice(0, maxNameCharacters);
  return text === '' ? undefined : text;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
