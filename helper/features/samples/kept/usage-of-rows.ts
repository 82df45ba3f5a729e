// SPDX-License-Identifier: Apache-2.0
/** Turns the rows of one container, or of the host, into what is kept of them: gauges, rates, shares. */

import { type UsageColumn, usageColumns } from '../../../../contract/model/containers/usage-history.ts';
import { containerColumns, hostColumns, interfaceColumns } from '../columns.ts';
import { throttledPercent } from '../projection.ts';
import type { Points } from './points.ts';

export interface UsageOfRows {
  /** Writes what this row says, compared with the one before, as that point. */
  write(row: Float64Array, uptime: number, into: { readonly points: Points; readonly at: number }): void;
}

interface Derivation {
  readonly gauges: readonly (readonly [UsageColumn, number])[];
  /** What a counter grows by in a second, times a factor. */
  readonly rates: readonly (readonly [UsageColumn, counter: number, factor: number])[];
  /** Each share is per cent of one counter's growth in another's. */
  readonly shares: readonly (readonly [UsageColumn, part: number, whole: number])[];
  /** What a counter grew by. */
  readonly counts: readonly (readonly [UsageColumn, number])[];
  /** Counters of different generations are not compared. */
  readonly generation: number | undefined;
}

const percentOfUsec = 1e-4;

const ofContainer: Derivation = {
  gauges: [
    ['memory', containerColumns.memoryBytes],
    ['memoryAnon', containerColumns.memoryAnon],
    ['memoryFile', containerColumns.memoryFile],
    ['memoryKernel', containerColumns.memoryKernel],
    ['pids', containerColumns.pids],
    ['disk', containerColumns.diskBytes],
    ['pressureCpu', containerColumns.pressureCpu],
    ['pressureMemory', containerColumns.pressureMemory],
    ['pressureIo', containerColumns.pressureIo],
  ],
  rates: [
    ['cpu', containerColumns.cpuUsec, percentOfUsec],
    ['ioRead', containerColumns.ioReadBytes, 1],
    ['ioWrite', containerColumns.ioWriteBytes, 1],
    ['netRx', containerColumns.netRxBytes, 1],
    ['netTx', containerColumns.netTxBytes, 1],
  ],
  shares: [['throttled', containerColumns.cpuThrottledPeriods, containerColumns.cpuPeriods]],
  counts: [['oomKills', containerColumns.oomKills]],
  generation: containerColumns.generation,
};

const ofHost: Derivation = {
  gauges: [
    ['memory', hostColumns.memoryBytes],
    ['disk', hostColumns.diskBytes],
    ['load', hostColumns.load],
    ['pressureCpu', hostColumns.pressureCpu],
    ['pressureMemory', hostColumns.pressureMemory],
    ['pressureIo', hostColumns.pressureIo],
  ],
  rates: [
    ['ioRead', hostColumns.ioReadBytes, 1],
    ['ioWrite', hostColumns.ioWriteBytes, 1],
    ['netRx', hostColumns.netRxBytes, 1],
    ['netTx', hostColumns.netTxBytes, 1],
  ],
  shares: [['cpu', hostColumns.cpuBusy, hostColumns.cpuTotal]],
  counts: [],
  generation: undefined,
};

const ofInterface: Derivation = {
  gauges: [],
  rates: [
    ['netRx', interfaceColumns.rxBytes, 1],
    ['netTx', interfaceColumns.txBytes, 1],
  ],
  shares: [],
  counts: [],
  generation: interfaceColumns.generation,
};

/** What has rows of its own: see columns.ts. */
export type SubjectKind = 'host' | 'container' | 'interface';

const derivations: Readonly<Record<SubjectKind, Derivation>> = {
  host: ofHost,
  container: ofContainer,
  interface: ofInterface,
};

/** Two readings further apart than this have a gap between them. */
const gapSeconds = 3.5;
const position = new Map<UsageColumn, number>(usageColumns.map((column, index) => [column, index]));

export function createUsageOfRows(kind: SubjectKind): UsageOfRows {
  const { gauges, rates, shares, counts, generation } = derivations[kind];
  let before: Float64Array | undefined;
  let uptimeBefore = Number.NaN;

  function grown(row: Float64Array, counter: number): number {
    return (row[counter] ?? Number.NaN) - (before?.[counter] ?? Number.NaN);
  }

  function isComparable(row: Float64Array, uptime: number): boolean {
    if (before === undefined || !(uptime - uptimeBefore <= gapSeconds)) return false;
    return generation === undefined || before[generation] === row[generation];
  }

  return {
    write(row, uptime, { points, at }) {
      const put = (column: UsageColumn, value: number): void => {
        const index = (position.get(column) ?? 0) * points.length + at;
        // What the kernel did not give, or counted backwards, was not measured.
        points.mean[index] = value >= 0 && Number.isFinite(value) ? value : Number.NaN;
      };
      for (const [column, gauge] of gauges) put(column, row[gauge] ?? Number.NaN);
      if (isComparable(row, uptime)) {
        const seconds = uptime - uptimeBefore;
        for (const [column, counter, factor] of rates) put(column, (grown(row, counter) / seconds) * factor);
        for (const [column, part, whole] of shares) put(column, throttledPercent(grown(row, whole), grown(row, part)));
        for (const [column, counter] of counts) put(column, grown(row, counter));
      }
      before ??= new Float64Array(row.length);
      before.set(row);
      uptimeBefore = uptime;
    },
  };
}
