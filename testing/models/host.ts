// SPDX-License-Identifier: Apache-2.0
/** What a host says of itself, for tests. */

import type { HostDisk } from '../../contract/model/host/disk.ts';
import type { HostInfo } from '../../contract/model/host/host.ts';

export const fakeDisk: HostDisk = {
  backing: 'project-quota',
  totalBytes: 100 * 1024 ** 3,
  freeBytes: 40 * 1024 ** 3,
  reserveBytes: 5 * 1024 ** 3,
  totalInodes: 6_000_000,
  freeInodes: 5_000_000,
  reserveInodes: 300_000,
  isOvercommitted: false,
};

export const fakeHostInfo: HostInfo = {
  hostname: 'lab',
  kernel: '6.12.1',
  operatingSystem: 'Debian GNU/Linux 13',
  cpus: 2,
  memoryBytes: 3 * 1024 ** 3,
  bootedAt: 1_795_500_000,
  lxc: '6.0.4',
  cgroup: 'v2',
  polkit: '126',
  selinux: { status: 'enforcing', policy: 'default', mls: true, baseModule: true },
  denialSource: 'auditd',
  auditLog: {
    state: 'writing',
    since: 1_795_500_000,
    freeBytes: 10_737_418_240,
    neededBytes: 56_623_104,
    attempts: 0,
    hasGivenUp: false,
  },
  auditLost: 0,
  helper: { version: '0.1.0', protocol: 1, pid: 812 },
  recovery: { state: 'done', containers: [] },
  disk: fakeDisk,
  limits: { containers: 1000, consolesPerUser: 32 },
};
