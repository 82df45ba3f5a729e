// SPDX-License-Identifier: Apache-2.0
/** What containers can be compared and ranked by: the one list. */

import type { AxisUnit } from '../../ui/chart/axis.ts';
import { formatBytes, formatCount, formatPercent, formatRate } from '../../lib/units.ts';
import type { LiveColumn } from './usage.ts';
import { t } from '../../lib/language/t.ts';

export interface UsageMetric {
  readonly column: LiveColumn;
  readonly title: string;
  readonly unit: AxisUnit;
  readonly format: (value: number) => string;
  /** The top of the axis lies between `floor` and `ceiling`. */
  readonly floor?: number;
  readonly ceiling?: number;
}

const percent = { unit: 'percent', format: formatPercent } as const;
const bytes = { unit: 'bytes', format: formatBytes } as const;
const rate = { unit: 'rate', format: formatRate } as const;
const pressure = { ...percent, floor: 5, ceiling: 100 } as const;

export const usageMetrics: readonly [UsageMetric, ...UsageMetric[]] = [
  { column: 'cpu', title: t('CPU (percent of one core)'), ...percent, floor: 10 },
  { column: 'throttled', title: t('CPU throttled (percent of periods)'), ...percent, floor: 10, ceiling: 100 },
  { column: 'memory', title: t('Memory'), ...bytes },
  { column: 'pids', title: t('Processes and threads'), unit: 'count', format: formatCount, floor: 10 },
  { column: 'disk', title: t('Disk space'), ...bytes },
  { column: 'ioRead', title: t('Disk read'), ...rate },
  { column: 'ioWrite', title: t('Disk written'), ...rate },
  { column: 'netRx', title: t('Network in'), ...rate },
  { column: 'netTx', title: t('Network out'), ...rate },
  { column: 'pressureCpu', title: t('CPU pressure'), ...pressure },
  { column: 'pressureMemory', title: t('Memory pressure'), ...pressure },
  { column: 'pressureIo', title: t('IO pressure'), ...pressure },
];

/** Stands in the address for all metrics, in the place of one. */
export const allMetrics = 'all';

/** Gives the metrics that an address names; the first for a name that is not known. */
export function metricsOf(name: string): readonly UsageMetric[] {
  if (name === allMetrics) return usageMetrics;
  return [usageMetrics.find(({ column }) => column === name) ?? usageMetrics[0]];
}
