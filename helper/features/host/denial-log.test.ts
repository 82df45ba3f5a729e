// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import { isAuditHeard, readDenialLog } from './denial-log.ts';

const sockets = (
  groups: string,
): string => `sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
00000000ffe98dfa 9   388        00000000 0        0        0     2        0        2461
0000000011a21c8a 9   2761864257 ${groups} 0        0        0     2        0        7224
00000000c0ffee00 15  1          00000001 0        0        0     2        0        1767
`;

it('knows by the sockets of the kernel whether somebody gets every audit record', () => {
  expect([sockets('00000001'), sockets('00000000'), ''].map(isAuditHeard)).toEqual([true, false, false]);
});

it('says which log has the denials, whether it is written, and whether the kernel limits it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'denial-log-'));
  const roots = { proc: join(folder, 'proc'), run: join(folder, 'run'), auditLog: join(folder, 'audit.log') };
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const state = (of: AuditLog['state']): AuditLog => ({ state: of }) as AuditLog;
  try {
    expect(readDenialLog(roots, null)).toEqual({ source: 'kernel', isSuspended: undefined, isLimited: true });
    put('run/systemd/journal/socket', '');
    expect(readDenialLog(roots, null)).toEqual({ source: 'journald', isSuspended: undefined, isLimited: true });
    put('proc/net/netlink', sockets('00000001'));
    expect(readDenialLog(roots, null)).toEqual({ source: 'journald', isSuspended: undefined, isLimited: false });
    put('run/auditd.pid', '1');
    expect(readDenialLog(roots, state('unknown'))).toMatchObject({ source: 'auditd', isSuspended: undefined });
    expect(readDenialLog(roots, state('suspended'))).toMatchObject({ isSuspended: true, isLimited: false });
    expect(readDenialLog(roots, state('writing'))).toEqual({ source: 'auditd', isSuspended: false, isLimited: false });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
