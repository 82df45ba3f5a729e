// SPDX-License-Identifier: Apache-2.0
/** A control group for tests, as a host with all controllers gives it. */

import type { ControlGroup } from '../../contract/model/host/control-group.ts';

export function fakeControlGroup(given: Partial<ControlGroup> = {}): ControlGroup {
  return {
    path: '/system.slice',
    container: null,
    below: 0,
    processes: 4,
    maxProcesses: null,
    cpuUsec: 1_500_000,
    maxCpus: null,
    cpuWeight: 100,
    memoryBytes: 64 * 1024 ** 2,
    highMemoryBytes: null,
    maxMemoryBytes: null,
    isFrozen: false,
    ...given,
  };
}
