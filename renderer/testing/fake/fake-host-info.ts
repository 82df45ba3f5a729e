// SPDX-License-Identifier: Apache-2.0
/** What the fake host says of itself. */

import type { Result } from '../../../contract/operations/index.ts';
import type { FakeHost } from './fake-host.ts';

export const fakeDisk = {
  backing: 'project-quota',
  totalBytes: 200 * 1024 ** 3,
  freeBytes: 64 * 1024 ** 3,
  reserveBytes: 10 * 1024 ** 3,
  totalInodes: 13_000_000,
  freeInodes: 12_000_000,
  reserveInodes: 650_000,
  isOvercommitted: true,
} as const;

export function fakeHostInfo(host: FakeHost): Result<'host.info'> {
  return {
    hostname: host.hostname,
    kernel: '6.12.57+deb13-amd64',
    operatingSystem: 'Debian GNU/Linux 13 (trixie)',
    cpus: 8,
    memoryBytes: 16 * 1024 ** 3,
    bootedAt: host.now() - 880 * 3600,
    lxc: '6.0.4',
    cgroup: 'v2',
    polkit: '126',
    selinux: {
      status: host.selinux,
      policy: host.selinux === 'disabled' ? null : 'default',
      mls: host.selinux !== 'disabled',
      baseModule: host.selinux !== 'disabled',
    },
    denialSource: 'auditd',
    auditLog: host.auditLog,
    auditLost: 0,
    helper: { version: '0.1.0', protocol: 1, pid: 611 },
    recovery: { state: 'done', containers: [] },
    disk: fakeDisk,
    limits: { containers: 200, consolesPerUser: 16 },
  };
}
