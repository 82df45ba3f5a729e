// SPDX-License-Identifier: Apache-2.0
/** The records of one event that have arrived so far. */

import type { DenialEvent } from '../../contract/model/denials/denial.ts';
import { readAccessVector } from './access-vector.ts';
import type { Denial } from '../denial.ts';
import { objectPath } from './object-path.ts';
import { readQuickAccessVector } from './access-vector-fast-path.ts';
import { readQuickSystemCall } from './system-call-fast-path.ts';
import { type AuditRecord, bodyOf, type RecordBody } from '../records/record.ts';
import { readSelinuxError } from './selinux-error.ts';
import { readSystemCall, type SystemCall } from './system-call.ts';

export interface PendingEvent {
  readonly timeMs: number;
  readonly serial: number;
  readonly node: string;
  denials: Denial[];
  /**
   * Parsed at once when there is a denial already. Kept unparsed when it comes first, since most system calls are not
   * denied.
   */
  systemCall: SystemCall | RecordBody | undefined;
  workingDirectory: RecordBody | undefined;
  paths: RecordBody[];
  /** Bytes of the records that are kept. */
  size: number;
  isEnded: boolean;
  /** The event that began after this one. */
  next: PendingEvent | undefined;
}

const maxPaths = 128;
const none: never[] = [];

export function newPendingEvent({ timeMs, serial, node }: AuditRecord): PendingEvent {
  return {
    timeMs,
    serial,
    node,
    denials: none,
    systemCall: undefined,
    workingDirectory: undefined,
    paths: none,
    size: 0,
    isEnded: false,
    next: undefined,
  };
}

/** `other` and `broken` as the readers define them; undefined for a record that is not itself a denial. */
export function readDenial(record: AuditRecord): Denial | 'other' | { readonly broken: string } | undefined {
  switch (record.type) {
    case 'AVC':
      return (record.isInterpreted ? undefined : readQuickAccessVector(record)) ?? readAccessVector(record);
    case 'USER_AVC':
      return readAccessVector(record);
    case 'SELINUX_ERR':
      return readSelinuxError(record);
    default:
      return undefined;
  }
}

export function addDenial(event: PendingEvent, denial: Denial): void {
  if (event.denials.length === 0) event.denials = [denial];
  else event.denials.push(denial);
}

export function addCircumstance(event: PendingEvent, record: AuditRecord): void {
  if (record.type === 'SYSCALL') event.systemCall ??= quickSystemCall(event, record) ?? kept(event, record);
  else if (record.type === 'CWD') event.workingDirectory ??= kept(event, record);
  else if (record.type === 'PATH' && event.paths.length === 0) event.paths = [kept(event, record)];
  else if (record.type === 'PATH' && event.paths.length < maxPaths) event.paths.push(kept(event, record));
}

/** Adds to the denials of the event what its other records contain. */
export function completeDenials(event: PendingEvent): void {
  const { denials, systemCall, paths } = event;
  if (denials.length === 0) return;
  const call = systemCall === undefined || 'name' in systemCall ? systemCall : readSystemCall(systemCall);
  const workingDirectory = call?.isFromWorkingDirectory === false ? undefined : event.workingDirectory;
  for (const denial of denials) {
    // The record of a user space object manager is about another process than the one that made the system call.
    if (denial.event.record === 'USER_AVC') continue;
    if (call !== undefined) describe(denial.event, call);
    if (paths.length > 0) denial.event.path ??= objectPath(denial, { paths, workingDirectory });
  }
}

function describe(event: DenialEvent, call: SystemCall): void {
  event.syscall = call.name;
  event.success = call.success;
  event.exe = call.exe;
  event.comm ??= call.comm;
  event.pid ??= call.pid;
}

/**
 * Gives the system call of an event with one denial that needs no field which the fast path leaves out; undefined for
 * any other event.
 */
function quickSystemCall({ denials }: PendingEvent, record: AuditRecord): SystemCall | undefined {
  const denial = denials.length === 1 ? denials[0] : undefined;
  if (denial === undefined || denial.event.comm === null || denial.event.pid === null) return undefined;
  return readQuickSystemCall(record);
}

function kept(event: PendingEvent, record: AuditRecord): RecordBody {
  event.size += record.end - record.start;
  return bodyOf(record);
}
