// SPDX-License-Identifier: Apache-2.0
/** What window and command line say when auditd of a host writes nothing. */

import type { AuditLog } from '../model/denials/audit-log.ts';
import { type Phrase, say } from '../text.ts';

const mebibyte = 1024 * 1024;

/** Two sentences at most, for a log that is suspended or full: what is so, and what happens next. */
export function describeAuditLog(log: AuditLog): { readonly what: Phrase; readonly next: Phrase } {
  if (log.state === 'full')
    return { what: fullOf(log), next: say('With the next record auditd stops writing. Free space where its log is.') };
  const meanwhile = say('Denials are read from the kernel meanwhile and are not kept on the disk.');
  return {
    what: suspendedOf(log),
    next: say('{meanwhile} {continuation}', { meanwhile, continuation: continuationOf(log) }),
  };
}

function fullOf(log: AuditLog): Phrase {
  const room = missingRoomOf(log);
  return room === undefined
    ? say("The disk of auditd's log is nearly full")
    : say("The disk of auditd's log is nearly full: {free} MiB are free, {needed} MiB are needed", room);
}

function suspendedOf(log: AuditLog): Phrase {
  const room = missingRoomOf(log);
  return room === undefined
    ? say('auditd has stopped writing its log')
    : say('auditd has stopped writing its log: {free} MiB are free, {needed} MiB are needed', room);
}

function continuationOf(log: AuditLog): Phrase {
  if (log.hasGivenUp)
    return say('auditd was asked {attempts} times to go on and did not: look at systemctl status auditd.', {
      attempts: log.attempts,
    });
  return hasRoom(log)
    ? say('There is room again: auditd has been asked to go on.')
    : say('It continues by itself once there is space where its log is.');
}

function hasRoom({ freeBytes, neededBytes }: AuditLog): boolean {
  return freeBytes !== null && neededBytes !== null && freeBytes >= neededBytes;
}

/**
 * Gives the free and the needed room in MiB, rounded against the reader; undefined where there is room, or where it is
 * not known.
 */
function missingRoomOf(log: AuditLog): { readonly free: number; readonly needed: number } | undefined {
  const { freeBytes, neededBytes } = log;
  if (freeBytes === null || neededBytes === null || hasRoom(log)) return undefined;
  return { free: Math.floor(freeBytes / mebibyte), needed: Math.ceil(neededBytes / mebibyte) };
}
