// SPDX-License-Identifier: Apache-2.0
/** What is kept of the samples of a container and of the host: gauges as they are, counters as rates. */

import type { ContainerSample, HostSample } from '../../../contract/model/containers/sample.ts';
import { usageColumns } from '../../../contract/model/containers/usage-history.ts';
import type { ChartSeries } from '../../ui/chart/chart-series.ts';
import { createSeriesRing, gapSeconds, type SeriesRing } from '../../lib/series-ring.ts';

/** What a host has at the moment, and when a container ran out of memory, is kept apart. */
const liveColumns = usageColumns.filter((column) => column !== 'load' && column !== 'oomKills');

export type LiveColumn = (typeof liveColumns)[number];
export type UsageRing = SeriesRing<LiveColumn>;
export type UsageSeries = ChartSeries<LiveColumn>;

/** Ten minutes at a second. */
export const usageSeconds = 600;

export interface Usage {
  readonly ring: UsageRing;
  add(time: number, sample: ContainerSample | HostSample): void;
}

interface Counters {
  readonly time: number;
  readonly sample: ContainerSample | HostSample;
}

export function createUsage(): Usage {
  const ring = createSeriesRing(liveColumns, usageSeconds + 60);
  let before: Counters | undefined;

  function rate(
    time: number,
    sample: ContainerSample | HostSample,
    counter: 'ioReadBytes' | 'ioWriteBytes' | 'netRxBytes' | 'netTxBytes',
  ): number {
    if (before === undefined || time - before.time > gapSeconds) return Number.NaN;
    const now = counterOf(sample, counter);
    const then = counterOf(before.sample, counter);
    const grown = now - then;
    return grown < 0 ? Number.NaN : grown / (time - before.time);
  }

  return {
    ring,
    add(time, sample) {
      if (before !== undefined && time <= before.time) return;
      ring.push(time, {
        cpu: gauge(sample.cpuPercent),
        ...ofContainer(sample),
        memory: gauge(sample.memoryBytes),
        ioRead: rate(time, sample, 'ioReadBytes'),
        ioWrite: rate(time, sample, 'ioWriteBytes'),
        netRx: rate(time, sample, 'netRxBytes'),
        netTx: rate(time, sample, 'netTxBytes'),
        pressureCpu: gauge(sample.pressure.cpu),
        pressureMemory: gauge(sample.pressure.memory),
        pressureIo: gauge(sample.pressure.io),
      });
      before = { time, sample };
    },
  };
}

/** A host has none of these but the disk. */
function ofContainer(
  sample: ContainerSample | HostSample,
): Record<'throttled' | 'memoryAnon' | 'memoryFile' | 'memoryKernel' | 'pids' | 'disk', number> {
  const one = 'pids' in sample ? sample : undefined;
  return {
    throttled: gauge(one?.throttledPercent ?? null),
    memoryAnon: gauge(one?.memoryAnon ?? null),
    memoryFile: gauge(one?.memoryFile ?? null),
    memoryKernel: gauge(one?.memoryKernel ?? null),
    pids: gauge(one?.pids ?? null),
    disk: gauge(sample.diskBytes),
  };
}

function gauge(value: number | null): number {
  return value ?? Number.NaN;
}

function counterOf(
  sample: ContainerSample | HostSample,
  counter: 'ioReadBytes' | 'ioWriteBytes' | 'netRxBytes' | 'netTxBytes',
): number {
  if (counter === 'ioReadBytes' || counter === 'ioWriteBytes') return gauge(sample[counter]);
  return 'netRxBytes' in sample ? gauge(sample[counter]) : Number.NaN;
}
