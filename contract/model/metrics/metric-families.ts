// SPDX-License-Identifier: Apache-2.0
/** The metrics: the one table from which the text for Prometheus, the dashboard and the guide are made. */

import type { ContainerSample, HostSample, InterfaceTraffic } from '../containers/sample.ts';
import type { Metrics } from './metrics.ts';

export interface MetricValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  /** Names the family as OpenMetrics does: without the `_total` of a counter. */
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'info';
  /** The name ends in it; undefined for plain numbers. */
  readonly unit?: 'bytes' | 'seconds' | 'ratio';
  /** Explains the family in a full sentence. */
  readonly help: string;
  readonly values: (metrics: Metrics) => readonly MetricValue[];
}

export const metricFamilies: readonly MetricFamily[] = [
  {
    name: 'bulkhead_helper',
    type: 'info',
    help: 'The version of the helper.',
    values: ({ version }) => [{ labels: { version }, value: 1 }],
  },
  {
    name: 'bulkhead_helper_start_time_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When the helper started, in seconds since the epoch.',
    values: ({ startedAt }) => [{ labels: {}, value: startedAt }],
  },
  ofHost('cpu_ratio', {
    help: 'Part of all cores that worked in the last second.',
    valueOf: ({ cpuPercent }) => part(cpuPercent),
    unit: 'ratio',
  }),
  ofHost('memory_used_bytes', {
    help: 'Memory that cannot be given to a new program.',
    valueOf: ({ memoryBytes }) => memoryBytes,
    unit: 'bytes',
  }),
  ofHost('memory_size_bytes', {
    help: 'Memory of the host.',
    valueOf: ({ memoryTotal }) => memoryTotal,
    unit: 'bytes',
  }),
  ofHost('load', { help: 'Load average of one minute.', valueOf: ({ load }) => load }),
  ...pressure('host', (metrics) => (metrics.sample === null ? [] : [{ labels: {}, of: metrics.sample.host.pressure }])),
  ...interfaces('host', 'Of a network interface of the hardware', ({ sample }) =>
    sample === null ? [] : [{ labels: {}, interfaces: sample.host.interfaces }],
  ),
  ofDisk('disk_size_bytes', 'Size of the file system of the layers.', ({ totalBytes }) => totalBytes),
  ofDisk('disk_free_bytes', 'What is free there for anybody but root.', ({ freeBytes }) => freeBytes),
  {
    name: 'bulkhead_container_running',
    type: 'gauge',
    help: '1 while the container runs, else 0.',
    values: ({ containers }) =>
      containers.map(({ name, isRunning }) => ({ labels: { container: name }, value: isRunning ? 1 : 0 })),
  },
  {
    name: 'bulkhead_container_enforced',
    type: 'gauge',
    help: '1 while the container is isolated, with or without remarks, else 0.',
    values: ({ containers }) =>
      containers.map(({ name, isEnforced }) => ({ labels: { container: name }, value: isEnforced ? 1 : 0 })),
  },
  {
    name: 'bulkhead_container_isolation',
    type: 'gauge',
    help: '1 for the state of the verdict of isolation of the container.',
    values: ({ containers }) =>
      containers.map(({ name, isolation }) => ({ labels: { container: name, state: isolation }, value: 1 })),
  },
  ofContainer(
    'cpu_seconds',
    'counter',
    'Time of processors that the container used.',
    ({ cpuUsec }) => (cpuUsec === null ? null : cpuUsec / 1e6),
    'seconds',
  ),
  ofContainer('memory_bytes', 'gauge', 'Memory of the container.', ({ memoryBytes }) => memoryBytes, 'bytes'),
  ofContainer(
    'memory_limit_bytes',
    'gauge',
    'Its memory limit; missing without one.',
    ({ memoryMax }) => memoryMax,
    'bytes',
  ),
  ofContainer('processes', 'gauge', 'Its processes and threads.', ({ pids }) => pids),
  ofContainer('disk_bytes', 'gauge', 'What its layer takes.', ({ diskBytes }) => diskBytes, 'bytes'),
  ofContainer('disk_limit_bytes', 'gauge', 'What its layer may take now.', ({ diskMax }) => diskMax, 'bytes'),
  ofContainer('io_read_bytes', 'counter', 'What it read from disks.', ({ ioReadBytes }) => ioReadBytes, 'bytes'),
  ofContainer('io_written_bytes', 'counter', 'What it wrote to disks.', ({ ioWriteBytes }) => ioWriteBytes, 'bytes'),
  ofContainer('network_received_bytes', 'counter', 'What it received.', ({ netRxBytes }) => netRxBytes, 'bytes'),
  ofContainer('network_sent_bytes', 'counter', 'What it sent.', ({ netTxBytes }) => netTxBytes, 'bytes'),
  ...interfaces(
    'container',
    'Of the interface of a container that has more than one, as the container sees it',
    ({ sample }) =>
      (sample?.containers ?? []).map((one) => ({ labels: { container: one.name }, interfaces: one.interfaces })),
  ),
  ofContainer('oom_kills', 'counter', "Processes that the kernel's OOM killer ended.", ({ oomKills }) => oomKills),
  ...pressure('container', ({ sample }) =>
    (sample?.containers ?? []).map((one) => ({ labels: { container: one.name }, of: one.pressure })),
  ),
  {
    name: 'bulkhead_denials',
    type: 'counter',
    help: 'What SELinux denied to the container since the helper started; logged is what was not blocked.',
    values: ({ denials }) =>
      denials.byContainer.flatMap(({ name, blocked, logged }) => [
        { labels: { container: name, outcome: 'blocked' }, value: blocked },
        { labels: { container: name, outcome: 'logged' }, value: logged },
      ]),
  },
  {
    name: 'bulkhead_denial_causes',
    type: 'gauge',
    help: 'Causes of denials that the helper knows.',
    values: ({ denials }) => [{ labels: {}, value: denials.causes }],
  },
  {
    name: 'bulkhead_denials_lost',
    type: 'counter',
    help: 'Denials that were lost before they could be counted.',
    values: ({ denials }) => [{ labels: {}, value: denials.lost }],
  },
  {
    name: 'bulkhead_alerts',
    type: 'gauge',
    help: 'Active alerts.',
    values: ({ alerts }) => [
      { labels: { severity: 'warning' }, value: alerts.warning },
      { labels: { severity: 'critical' }, value: alerts.critical },
    ],
  },
];

function ofHost(
  name: string,
  {
    help,
    valueOf,
    unit,
  }: {
    readonly help: string;
    readonly valueOf: (host: HostSample) => number | null;
    readonly unit?: 'bytes' | 'ratio';
  },
): MetricFamily {
  return {
    name: `bulkhead_host_${name}`,
    type: 'gauge',
    ...(unit !== undefined && { unit }),
    help,
    values: ({ sample }) => (sample === null ? [] : given({}, valueOf(sample.host))),
  };
}

function ofDisk(name: string, help: string, valueOf: (disk: Metrics['disk']) => number): MetricFamily {
  return {
    name: `bulkhead_host_${name}`,
    type: 'gauge',
    unit: 'bytes',
    help,
    values: ({ disk }) => [{ labels: {}, value: valueOf(disk) }],
  };
}

function ofContainer(
  ...[name, type, help, valueOf, unit]: readonly [
    name: string,
    type: 'gauge' | 'counter',
    help: string,
    valueOf: (sample: ContainerSample) => number | null,
    unit?: 'bytes' | 'seconds',
  ]
): MetricFamily {
  return {
    name: `bulkhead_container_${name}`,
    type,
    ...(unit !== undefined && { unit }),
    help,
    values: ({ sample }) => (sample?.containers ?? []).flatMap((one) => given({ container: one.name }, valueOf(one))),
  };
}

interface OwnInterfaces {
  readonly labels: Readonly<Record<string, string>>;
  readonly interfaces: readonly InterfaceTraffic[];
}

/** Families of their own: the sum of a family counts nothing twice. */
function interfaces(
  of: 'host' | 'container',
  what: string,
  interfacesOf: (metrics: Metrics) => readonly OwnInterfaces[],
): MetricFamily[] {
  const directions = [
    { word: 'received', key: 'rxBytes' },
    { word: 'sent', key: 'txBytes' },
  ] as const;
  return directions.map(({ word, key }) => ({
    name: `bulkhead_${of}_interface_${word}_bytes`,
    type: 'counter',
    unit: 'bytes',
    help: `${what}: what it ${word}.`,
    values: (metrics) =>
      interfacesOf(metrics).flatMap(({ labels, interfaces: all }) =>
        all.flatMap((one) => given({ ...labels, interface: one.name }, one[key])),
      ),
  }));
}

interface Pressures {
  readonly labels: Readonly<Record<string, string>>;
  readonly of: ContainerSample['pressure'];
}

function pressure(of: 'host' | 'container', pressuresOf: (metrics: Metrics) => readonly Pressures[]): MetricFamily[] {
  return [
    {
      name: `bulkhead_${of}_pressure_ratio`,
      type: 'gauge',
      unit: 'ratio',
      help: 'Part of the last 10 seconds in which at least one task waited for the resource.',
      values: (metrics) =>
        pressuresOf(metrics).flatMap(({ labels, of: { cpu, memory, io } }) => [
          ...given({ ...labels, resource: 'cpu' }, part(cpu)),
          ...given({ ...labels, resource: 'memory' }, part(memory)),
          ...given({ ...labels, resource: 'io' }, part(io)),
        ]),
    },
  ];
}

function part(percent: number | null): number | null {
  return percent === null ? null : percent / 100;
}

/** What was not measured has no line: it is no zero. */
function given(labels: Readonly<Record<string, string>>, value: number | null): readonly MetricValue[] {
  return value === null ? [] : [{ labels, value }];
}
