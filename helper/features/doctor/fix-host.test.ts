// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import { createHostFixes } from './fix-host.ts';

const never = new AbortController().signal;
const log: AuditLog = {
  state: 'suspended',
  since: 1,
  freeBytes: 2 ** 20,
  neededBytes: 54 * 2 ** 20,
  attempts: 0,
  hasGivenUp: false,
};

function fixAuditLog(after: AuditLog | null): Promise<void> {
  const fixes = createHostFixes({ auditLog: { read: async () => after, resume: async () => after } });
  return fixes['audit-log'](never);
}

describe('the fix of the log of denials', () => {
  it('fails while auditd does not write, and says what it lacks', async () => {
    const fixed = fixAuditLog(log);
    await expect(fixed).rejects.toMatchObject({ code: 'check-not-fixed' });
    await expect(fixed).rejects.toThrow(/^cannot fix the check audit-log: auditd has stopped .* 54 MiB are needed/);
  });

  it('is done when it writes, or when there is none', async () => {
    await fixAuditLog({ ...log, state: 'writing' });
    await fixAuditLog(null);
  });
});
