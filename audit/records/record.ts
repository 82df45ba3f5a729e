// SPDX-License-Identifier: Apache-2.0
/** Describes one audit record: a line whose type, time and serial are known and whose body is not looked into yet. */

import type { Buffer } from 'node:buffer';

/** The record types that a denial is put together from, and those about SELinux itself; all others are passed over. */
export type RecordType =
  | 'AVC'
  | 'USER_AVC'
  | 'SELINUX_ERR'
  | 'SYSCALL'
  | 'PATH'
  | 'CWD'
  | 'EOE'
  | 'MAC_POLICY_LOAD'
  | 'MAC_STATUS'
  | 'MAC_CONFIG_CHANGE';

export type JournalTransport = 'audit' | 'kernel';

/** Valid only during the call that it is handed to: the bytes are the reader's. */
export interface AuditRecord {
  readonly type: RecordType;
  /** The kernel's stamp in milliseconds; with `serial` and `node` it names the event. */
  readonly timeMs: number;
  readonly serial: number;
  /** Host that wrote the record, when the log says so (`node=`, `host=`); else empty. */
  readonly node: string;
  readonly bytes: Buffer;
  /**
   * Give the place of the body, which follows the stamp. It begins with a space, so that one stands before every field.
   */
  readonly start: number;
  readonly end: number;
  /** True for `ausearch -i` output: numbers are names, hex is undone, and text is neither quoted nor escaped. */
  readonly isInterpreted: boolean;
  /** Says how journald has the record from the kernel. Only a record in a journal has it. */
  readonly transport?: JournalTransport;
  /** Says that a caller counted the denial of this record without putting its event together. */
  readonly isCounted?: true;
}

/** A record's body as a byte string: one character per byte, nothing decoded. */
export interface RecordBody {
  readonly text: string;
  readonly isInterpreted: boolean;
}

export function bodyOf({ bytes, start, end, isInterpreted }: AuditRecord): RecordBody {
  return { text: bytes.toString('latin1', start, end), isInterpreted };
}

/**
 * Separates what the kernel wrote from the names that auditd added to it (`log_format = ENRICHED`). The kernel writes
 * such a byte as hex, so the first one is auditd's.
 */
const enrichedMark = '\x1d';

export function kernelFields({ text }: RecordBody): string {
  const mark = text.indexOf(enrichedMark);
  return mark === -1 ? text : text.slice(0, mark);
}

/** Begins with a space, as a body does. */
export function enrichedFields({ text }: RecordBody): string {
  const mark = text.indexOf(enrichedMark);
  return mark === -1 ? '' : ` ${text.slice(mark + 1)}`;
}

/** Maps names (of auditd and journald) and numbers (of the kernel log) to the type of record. */
export const recordTypes: ReadonlyMap<string, RecordType> = new Map([
  ['AVC', 'AVC'],
  ['USER_AVC', 'USER_AVC'],
  ['SELINUX_ERR', 'SELINUX_ERR'],
  ['SYSCALL', 'SYSCALL'],
  ['PATH', 'PATH'],
  ['CWD', 'CWD'],
  ['EOE', 'EOE'],
  ['MAC_POLICY_LOAD', 'MAC_POLICY_LOAD'],
  ['MAC_STATUS', 'MAC_STATUS'],
  ['MAC_CONFIG_CHANGE', 'MAC_CONFIG_CHANGE'],
  ['1400', 'AVC'],
  ['1107', 'USER_AVC'],
  ['1401', 'SELINUX_ERR'],
  ['1300', 'SYSCALL'],
  ['1302', 'PATH'],
  ['1307', 'CWD'],
  ['1320', 'EOE'],
  ['1403', 'MAC_POLICY_LOAD'],
  ['1404', 'MAC_STATUS'],
  ['1405', 'MAC_CONFIG_CHANGE'],
]);
