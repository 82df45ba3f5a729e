// SPDX-License-Identifier: Apache-2.0
/** What window and command line say when auditd of a host writes nothing. */

import type { AuditLog } from './model/denials/audit-log.ts';
import { t } from './text.ts';

const mebibyte = 1024 * 1024;

/** Two sentences at most, for a log that is suspended or full: what is so, and what happens next. */
export function describeAuditLog(log: AuditLog): { readonly what: string; readonly next: string } {
  const room = roomOf(log);
  if (log.state === 'full')
    return {
      what: t("The disk of auditd's log is nearly full{room}", { room }),
      next: t('With the next record auditd stops writing. Free space where its log is.'),
    };
  return { what: t('auditd has stopped writing its log{room}', { room }), next: nextOf(log) };
}

function nextOf(log: AuditLog): string {
  const meanwhile = t('Denials are read from the kernel meanwhile and are not kept on the disk.');
  if (log.hasGivenUp)
    return t('{meanwhile} auditd was asked {attempts} times to go on and did not: look at systemctl status auditd.', {
      meanwhile,
      attempts: log.attempts,
    });
  if (hasRoom(log)) return t('{meanwhile} There is room again: auditd has been asked to go on.', { meanwhile });
  return t('{meanwhile} It continues by itself once there is space where its log is.', { meanwhile });
}

function hasRoom({ freeBytes, neededBytes }: AuditLog): boolean {
  return freeBytes !== null && neededBytes !== null && freeBytes >= neededBytes;
}

function roomOf(log: AuditLog): string {
  const { freeBytes, neededBytes } = log;
  if (freeBytes === null || neededBytes === null || hasRoom(log)) return '';
  return t(': {Math} MiB are free, {Math2} MiB are needed', {
    Math: Math.floor(freeBytes / mebibyte),
    Math2: Math.ceil(neededBytes / mebibyte),
  });
}
