// SPDX-License-Identifier: Apache-2.0
/**
 * Turns readings into the samples of one watcher: only the containers it asked for, at most as often as it asked, and
 * shares of the CPU since the sample that this watcher had before.
 */

import type {
  ContainerSample,
  HostSample,
  InterfaceTraffic,
  Sample,
} from '../../../contract/model/containers/sample.ts';
import {
  containerColumns as columns,
  hostColumns,
  hostSubject,
  interfaceColumns,
  partsOfSubject,
  type Reading,
} from './columns.ts';

export interface Projection {
  /** Undefined when this reading comes too soon after the last sample. */
  next(reading: Reading): Sample | undefined;
  /** Takes a reading as the one that the next sample is compared with, without giving it out. */
  begin(reading: Reading): void;
}

export interface ProjectionOptions {
  /** All when undefined. */
  readonly names: readonly string[] | undefined;
  readonly intervalMs: number;
}

interface CpuBefore {
  readonly generation: number;
  readonly usec: number;
  readonly periods: number;
  readonly throttled: number;
}

interface Before {
  readonly uptime: number;
  readonly busy: number;
  readonly total: number;
  readonly containers: ReadonlyMap<string, CpuBefore>;
}

/** Timers are late by a little; a reading this much before its time is in time. */
const tolerance = 0.1;
const usecPerSecond = 1_000_000;

export function createProjection({ names, intervalMs }: ProjectionOptions): Projection {
  const wanted = names === undefined ? undefined : new Set(names);
  const interval = intervalMs / 1000;
  let before: Before | undefined;
  let due: number | undefined;

  function keep({ uptime, host, containers }: Reading): void {
    const usage = new Map<string, CpuBefore>();
    for (const [name, row] of containers) {
      if (wanted?.has(name) !== false)
        usage.set(name, {
          generation: row[columns.generation] ?? 0,
          usec: row[columns.cpuUsec] ?? Number.NaN,
          periods: row[columns.cpuPeriods] ?? Number.NaN,
          throttled: row[columns.cpuThrottledPeriods] ?? Number.NaN,
        });
    }
    before = {
      uptime,
      busy: host[hostColumns.cpuBusy] ?? Number.NaN,
      total: host[hostColumns.cpuTotal] ?? Number.NaN,
      containers: usage,
    };
  }

  return {
    begin: keep,
    next(reading) {
      const { time, uptime, host, containers, interfaces } = reading;
      due ??= uptime;
      if (uptime < due - tolerance) return undefined;
      // The next does not follow at once after a long wait.
      due = Math.max(due + interval, uptime + interval / 2);
      const trafficOf = byOwner(interfaces);
      const sample: Sample = { time, host: hostSample(host, before, trafficOf(hostSubject)), containers: [] };
      for (const [name, row] of containers) {
        if (wanted?.has(name) === false) continue;
        const shares = cpuShares(row, uptime, { before, name });
        sample.containers.push(containerSample(name, row, { shares, interfaces: trafficOf(name) }));
      }
      keep(reading);
      return sample;
    },
  };
}

/** What went through each interface, by what has it. */
function byOwner(interfaces: Reading['interfaces']): (owner: string) => InterfaceTraffic[] {
  const owned = new Map<string, InterfaceTraffic[]>();
  for (const [subject, row] of interfaces) {
    const { owner, name = '' } = partsOfSubject(subject);
    const traffic = {
      name,
      rxBytes: given(row[interfaceColumns.rxBytes]),
      txBytes: given(row[interfaceColumns.txBytes]),
    };
    const known = owned.get(owner);
    if (known === undefined) owned.set(owner, [traffic]);
    else known.push(traffic);
  }
  return (owner) => owned.get(owner) ?? [];
}

interface CpuShares {
  readonly used: number;
  readonly throttled: number;
}

const unknownShares: CpuShares = { used: Number.NaN, throttled: Number.NaN };

/** Gives the shares in per cent. */
function cpuShares(
  row: Float64Array,
  uptime: number,
  { before, name }: { readonly before: Before | undefined; readonly name: string },
): CpuShares {
  const then = before?.containers.get(name);
  if (before === undefined || then === undefined || then.generation !== row[columns.generation]) return unknownShares;
  const used = ((row[columns.cpuUsec] ?? Number.NaN) - then.usec) / usecPerSecond;
  return {
    used: (used / (uptime - before.uptime)) * 100,
    throttled: throttledPercent(
      (row[columns.cpuPeriods] ?? Number.NaN) - then.periods,
      (row[columns.cpuThrottledPeriods] ?? Number.NaN) - then.throttled,
    ),
  };
}

/** Gives per cent of scheduling periods; where none passed, nothing waited. NaN where they are not counted. */
export function throttledPercent(periods: number, throttled: number): number {
  return periods === 0 ? 0 : (throttled / periods) * 100;
}

function containerSample(
  name: string,
  row: Float64Array,
  { shares, interfaces }: { readonly shares: CpuShares; readonly interfaces: InterfaceTraffic[] },
): ContainerSample {
  return {
    name,
    cpuUsec: given(row[columns.cpuUsec]),
    cpuPercent: given(shares.used),
    throttledPercent: given(shares.throttled),
    memoryBytes: given(row[columns.memoryBytes]),
    memoryAnon: given(row[columns.memoryAnon]),
    memoryFile: given(row[columns.memoryFile]),
    memoryKernel: given(row[columns.memoryKernel]),
    memoryMax: given(row[columns.memoryMax]),
    pids: given(row[columns.pids]),
    diskBytes: given(row[columns.diskBytes]),
    diskMax: given(row[columns.diskMax]),
    diskInodes: given(row[columns.diskInodes]),
    diskInodesMax: given(row[columns.diskInodesMax]),
    ioReadBytes: given(row[columns.ioReadBytes]),
    ioWriteBytes: given(row[columns.ioWriteBytes]),
    netRxBytes: given(row[columns.netRxBytes]),
    netTxBytes: given(row[columns.netTxBytes]),
    interfaces,
    oomKills: given(row[columns.oomKills]),
    pressure: {
      cpu: given(row[columns.pressureCpu]),
      memory: given(row[columns.pressureMemory]),
      io: given(row[columns.pressureIo]),
    },
  };
}

function hostSample(row: Float64Array, before: Before | undefined, interfaces: InterfaceTraffic[]): HostSample {
  const { cpuBusy, cpuTotal } = hostColumns;
  const busy = (row[cpuBusy] ?? Number.NaN) - (before?.busy ?? Number.NaN);
  const total = (row[cpuTotal] ?? Number.NaN) - (before?.total ?? Number.NaN);
  return {
    cpuPercent: given(Math.min(100, (busy / total) * 100)),
    memoryBytes: given(row[hostColumns.memoryBytes]),
    memoryTotal: given(row[hostColumns.memoryTotal]),
    load: given(row[hostColumns.load]),
    ioReadBytes: given(row[hostColumns.ioReadBytes]),
    ioWriteBytes: given(row[hostColumns.ioWriteBytes]),
    netRxBytes: given(row[hostColumns.netRxBytes]),
    netTxBytes: given(row[hostColumns.netTxBytes]),
    interfaces,
    diskBytes: given(row[hostColumns.diskBytes]),
    diskTotal: given(row[hostColumns.diskTotal]),
    pressure: {
      cpu: given(row[hostColumns.pressureCpu]),
      memory: given(row[hostColumns.pressureMemory]),
      io: given(row[hostColumns.pressureIo]),
    },
  };
}

/** What the kernel did not give, or counted backwards, is null. */
function given(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) && value >= 0 ? value : null;
}
