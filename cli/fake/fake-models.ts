/** Models with sensible contents, of which a test changes what it is about. For tests only. */

import type { Container } from '../../contract/model/container.ts';
import type { DenialEvent, DenialGroup, GroupedEvent } from '../../contract/model/denial.ts';
import type { HostInfo } from '../../contract/model/host.ts';
import { defaultLimits } from '../../contract/model/limits.ts';
import type { ContainerSample, Sample } from '../../contract/model/sample.ts';

export function fakeContainer(changes: Partial<Container> = {}): Container {
  return {
    name: 'web',
    state: 'running',
    isManaged: true,
    image: 'debian-13',
    context: 'system_u:system_r:bulkhead_container_t:s0:c5,c6',
    domain: 'bulkhead_container_t',
    categories: ['c5', 'c6'],
    wall: 'enforced',
    confinement: 'shared',
    learningUntil: null,
    userNamespaceBase: 1_000_000,
    initPid: 4711,
    startedAt: 1_795_533_000,
    createdAt: 1_795_532_000,
    addresses: ['fd00::2', '10.0.3.7'],
    network: { kind: 'nat' },
    limits: defaultLimits,
    disk: { backing: 'project-quota' },
    volumes: [],
    ...changes,
  };
}

export const stoppedContainer = fakeContainer({
  name: 'db',
  state: 'stopped',
  initPid: null,
  startedAt: null,
  addresses: [],
});

export function fakeContainerSample(name: string): ContainerSample {
  return {
    name,
    cpuUsec: 123_456,
    cpuPercent: 12.5,
    memoryBytes: 64 * 1024 * 1024,
    memoryMax: 512 * 1024 * 1024,
    pids: 9,
    diskBytes: 2048,
    diskMax: 10 * 1024 ** 3,
    diskInodes: 7,
    diskInodesMax: 500_000,
    ioReadBytes: 4096,
    ioWriteBytes: 8192,
    netRxBytes: 100,
    netTxBytes: 200,
    oomKills: 0,
    pressure: { cpu: 0.5, memory: 0, io: null },
  };
}

export function fakeSample(time: number, names: readonly string[]): Sample {
  const pressure = { cpu: 0, memory: 0, io: 0 };
  return {
    time,
    host: { cpuPercent: 1, memoryBytes: 1, memoryTotal: 2, load: 0, ioReadBytes: 0, ioWriteBytes: 0, pressure },
    containers: names.map(fakeContainerSample),
  };
}

export function fakeEvent(changes: Partial<DenialEvent> = {}): DenialEvent {
  return {
    time: 1_795_533_833.415,
    serial: 1196,
    record: 'AVC',
    decision: 'denied',
    permissive: false,
    permissions: ['read'],
    source: { user: 'system_u', role: 'system_r', type: 'bulkhead_container_t', level: 's0:c5,c6' },
    target: { user: 'system_u', role: 'object_r', type: 'container_file_t', level: 's0:c1,c2' },
    class: 'file',
    comm: 'cat',
    pid: 3339,
    exe: null,
    path: null,
    name: 'secret',
    inode: null,
    port: null,
    syscall: null,
    success: null,
    container: 'web',
    ...changes,
  };
}

export function fakeGroupedEvent(changes: Partial<GroupedEvent> = {}): GroupedEvent {
  return { ...fakeEvent(), group: fakeGroup().id, ...changes };
}

export function fakeGroup(changes: Partial<DenialGroup> = {}): DenialGroup {
  return {
    id: '0123456789abcdef',
    sourceType: 'bulkhead_container_t',
    targetType: 'container_file_t',
    class: 'file',
    permissions: ['read'],
    count: 3,
    first: 1_795_533_000,
    last: 1_795_533_833.415,
    containers: ['web'],
    comms: ['cat'],
    permissive: false,
    noted: 0,
    reason: 'other-categories',
    sample: fakeEvent(),
    ...changes,
  };
}

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
  disk: {
    backing: 'project-quota',
    totalBytes: 100 * 1024 ** 3,
    freeBytes: 40 * 1024 ** 3,
    reserveBytes: 5 * 1024 ** 3,
    totalInodes: 6_000_000,
    freeInodes: 5_000_000,
    reserveInodes: 300_000,
    isOvercommitted: false,
  },
  limits: { containers: 1000, consolesPerUser: 32 },
};
