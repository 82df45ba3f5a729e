// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { Client } from '../../../rpc/client.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { useConnection } from '../../host/connection.ts';
import { takeDenials } from '../../features/denials/denials.ts';
import { AuditLogBanner } from './audit-log-banner.tsx';

const auditLog: AuditLog = {
  state: 'suspended',
  since: 1,
  freeBytes: 0,
  neededBytes: 54 * 1024 * 1024,
  attempts: 0,
  hasGivenUp: false,
};

afterEach(() => {
  cleanup();
  clearHostStores();
  useConnection.setState({ connection: { status: 'none' } });
});

function shown(state: AuditLog['state']): string | undefined {
  useConnection.setState({ connection: { status: 'connected', hostId: 'lab', client: {} as Client } });
  takeDenials({ type: 'snapshot', groups: [], events: [], lost: 0, auditLog: { ...auditLog, state } });
  render(<AuditLogBanner />);
  const alert = screen.queryByRole('alert')?.textContent;
  cleanup();
  return alert ?? undefined;
}

it('says in the frame that auditd writes nothing or is about to, and nothing while it writes (review F1)', () => {
  expect(shown('suspended')).toContain('auditd has stopped writing its log: 0 MiB are free, 54 MiB are needed.');
  expect(shown('full')).toContain("The disk of auditd's log is nearly full");
  expect([shown('writing'), shown('unknown')]).toEqual([undefined, undefined]);
});
