// SPDX-License-Identifier: Apache-2.0
/** Processes of containers for tests. */

import type { ContainerProcess } from '../../contract/model/containers/process.ts';

export function fakeProcess(given: Partial<ContainerProcess> = {}): ContainerProcess {
  return {
    pid: 4711,
    innerPid: 1,
    parent: 4700,
    user: { inside: 0, host: 100_000 },
    state: 'sleeping',
    comm: 'init',
    command: '/sbin/init',
    isCommandCut: false,
    context: 'system_u:system_r:bulkhead_t:s0:c1,c2',
    isStray: false,
    startedAt: 1000,
    startTicks: 100,
    cpuUsec: 0,
    rssBytes: 0,
    cgroup: 'init.scope',
    ...given,
  };
}
