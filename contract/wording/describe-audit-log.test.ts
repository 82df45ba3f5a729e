// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../fixtures/in-english.ts';
import { describeAuditLog as givenDescribeAuditLog } from './describe-audit-log.ts';
import { type AuditLog, isBlind } from '../model/denials/audit-log.ts';

const describeAuditLog = (...args: Parameters<typeof givenDescribeAuditLog>) =>
  inEnglish(givenDescribeAuditLog(...args));

const mebibyte = 1024 * 1024;
const meanwhile = 'Denials are read from the kernel meanwhile and are not kept on the disk.';
const suspended: AuditLog = {
  state: 'suspended',
  since: 0,
  freeBytes: null,
  neededBytes: null,
  attempts: 0,
  hasGivenUp: false,
};

it('says of a full disk how much is free and how much is needed, rounded against the reader', () => {
  expect(
    describeAuditLog({ ...suspended, state: 'full', freeBytes: 2.9 * mebibyte, neededBytes: 50.1 * mebibyte }),
  ).toEqual({
    what: "The disk of auditd's log is nearly full: 2 MiB are free, 51 MiB are needed",
    next: 'With the next record auditd stops writing. Free space where its log is.',
  });
});

it('says that a suspended auditd goes on by itself once there is room', () => {
  const next = `${meanwhile} It continues by itself once there is space where its log is.`;
  expect(describeAuditLog({ ...suspended, freeBytes: mebibyte - 1, neededBytes: mebibyte })).toEqual({
    what: 'auditd has stopped writing its log: 0 MiB are free, 1 MiB are needed',
    next,
  });
  for (const unknown of [{ freeBytes: mebibyte }, { neededBytes: 0 }])
    expect(describeAuditLog({ ...suspended, ...unknown })).toEqual({
      what: 'auditd has stopped writing its log',
      next,
    });
});

it('says that auditd was asked to go on once there was as much room as it needs', () => {
  expect(describeAuditLog({ ...suspended, freeBytes: mebibyte, neededBytes: mebibyte })).toEqual({
    what: 'auditd has stopped writing its log',
    next: `${meanwhile} There is room again: auditd has been asked to go on.`,
  });
});

it('says where to look when auditd did not go on', () => {
  expect(describeAuditLog({ ...suspended, freeBytes: 2, neededBytes: 1, attempts: 5, hasGivenUp: true }).next).toBe(
    `${meanwhile} auditd was asked 5 times to go on and did not: look at systemctl status auditd.`,
  );
});

it.each([
  ['writing', false],
  ['full', true],
  ['suspended', true],
  ['unknown', false],
] as const)('calls for attention, or not, for a log that is %s', (state, isToBeSeen) => {
  expect(isBlind({ ...suspended, state })).toBe(isToBeSeen);
  expect(isBlind(null)).toBe(false);
});
