// SPDX-License-Identifier: Apache-2.0
/** The control groups of the fake host: those of systemd, and two for each container that runs. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { ControlGroup, ControlGroups } from '../../../contract/model/host/control-group.ts';

const mebibyte = 1024 ** 2;

const seeds: readonly (Pick<ControlGroup, 'path'> & Partial<ControlGroup>)[] = [
  { path: '/init.scope', processes: 1, memoryBytes: 14 * mebibyte },
  { path: '/system.slice', processes: 41, memoryBytes: 310 * mebibyte, below: 4 },
  { path: '/system.slice/auditd.service', processes: 3, memoryBytes: 6 * mebibyte },
  {
    path: '/system.slice/bulkhead-helper.service',
    processes: 22,
    memoryBytes: 120 * mebibyte,
    highMemoryBytes: 768 * mebibyte,
    maxMemoryBytes: 1024 * mebibyte,
    maxProcesses: 512,
  },
  { path: '/system.slice/bulkhead-listener.service', processes: 9, memoryBytes: 48 * mebibyte, maxProcesses: 64 },
  { path: '/system.slice/ssh.service', processes: 1, memoryBytes: 7 * mebibyte },
  { path: '/user.slice', processes: 18, memoryBytes: 205 * mebibyte, below: 2 },
  { path: '/user.slice/user-1000.slice', processes: 18, memoryBytes: 205 * mebibyte, below: 1 },
  // A person may give a group any name.
  { path: '/user.slice/user-1000.slice/odd \u001b[31mname', processes: 2, memoryBytes: 3 * mebibyte },
];

/** `now` in seconds since the epoch. */
export function fakeControlGroups(containers: Iterable<Container>, now: number): ControlGroups {
  const own = [...containers].filter(({ initPid }) => initPid !== null).flatMap((one) => groupsOf(one, now));
  const others = seeds.map((seed) => groupOf({ cpuUsec: Math.round(now * 4000), ...seed }));
  const groups = [...own, ...others].sort((one, other) => (one.path < other.path ? -1 : 1));
  const root = groupOf({ path: '/', below: groups.length, processes: null, memoryBytes: null, cpuWeight: null });
  return { readAt: now, groups: [{ ...root, cpuUsec: Math.round(now * 250_000) }, ...groups], omitted: 0 };
}

function groupsOf({ name, limits, state }: Container, now: number): readonly ControlGroup[] {
  const monitor = groupOf({ path: `/lxc.monitor.${name}`, processes: 1, memoryBytes: 3 * mebibyte });
  const payload = groupOf({
    path: `/lxc.payload.${name}`,
    container: name,
    below: 14,
    processes: 23,
    maxProcesses: limits.pids,
    cpuUsec: Math.round(now * 30_000),
    maxCpus: limits.cpus,
    cpuWeight: limits.cpuWeight ?? 100,
    memoryBytes: 180 * mebibyte,
    maxMemoryBytes: limits.memoryBytes,
    isFrozen: state === 'frozen',
  });
  return [monitor, payload];
}

function groupOf(given: Pick<ControlGroup, 'path'> & Partial<ControlGroup>): ControlGroup {
  return {
    container: null,
    below: 0,
    processes: 1,
    maxProcesses: null,
    cpuUsec: 0,
    maxCpus: null,
    cpuWeight: 100,
    memoryBytes: mebibyte,
    highMemoryBytes: null,
    maxMemoryBytes: null,
    isFrozen: false,
    ...given,
  };
}
