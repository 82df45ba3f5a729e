/**
 * Reads lines that do not begin as auditd's do: the kernel log (dmesg, syslog, journalctl's text), journald's JSON, and what `ausearch` prints between events.
 * A line of one of these that is about something else is no fault and is passed over in silence.
 */
import type { Buffer } from 'node:buffer';
import { type ReadResult } from './read-record.ts';
export declare function readForeignLine(bytes: Buffer, start: number, end: number): ReadResult;
