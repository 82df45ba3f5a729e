// SPDX-License-Identifier: Apache-2.0
/**
 * Reads lines that do not begin as auditd's do: the kernel log (dmesg, syslog, journalctl's text), journald's JSON, and
 * what `ausearch` prints between events.
 * A line of one of these that is about something else is no fault and is passed over in silence.
 */

import type { Buffer } from 'node:buffer';
import { readJournalEntry } from './journal-entry.ts';
import { kernelMessageStart } from './kernel-log-line.ts';
import { type ReadResult, readRecord } from './read-record.ts';

export function readForeignLine(bytes: Buffer, start: number, end: number): ReadResult {
  const line = bytes.toString('latin1', start, end);
  if (/^\s*$|^----$|^time->/.test(line)) return 'other';
  if (line.startsWith('{')) return readJournalEntry(bytes.toString('utf8', start, end));
  const message = kernelMessageStart(line);
  if (message === undefined) return { broken: 'not an audit record' };
  if (!/^(?:audit: )?type=\d+ (?:msg=)?audit\(/.test(line.slice(message, message + 40)))
    return withoutStamp(line, message);
  return readRecord(bytes, start + line.indexOf('type=', message), end);
}

/** journalctl's own text of an audit record leaves time and serial out. */
function withoutStamp(line: string, message: number): ReadResult {
  const isJournalText = /^(?:USER_)?AVC avc: |^SELINUX_ERR /.test(line.slice(message, message + 16));
  return isJournalText ? { broken: 'journal text has no audit serial; use journalctl -o json' } : 'other';
}
