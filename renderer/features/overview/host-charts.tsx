// SPDX-License-Identifier: Apache-2.0
/** The host's CPU, memory, disk, network and pressure, over the range of the page. */

import { useMemo } from 'react';
import type { ChartLimit } from '../../ui/chart/chart-series.ts';
import { type SavedChart, TimeChart } from '../../ui/chart/time-chart.tsx';
import { useChartHeight } from '../../ui/chart/use-chart-height.ts';
import { formatBytes, formatPercent, formatRate } from '../../lib/units.ts';
import { useDenialMarks } from '../denials/denial-marks.ts';
import { useHostInfo } from '../../host/connection.ts';
import { hostFacts, hostRing } from '../usage/samples.ts';
import { saveChart } from '../usage/save-chart.ts';
import { InterfaceCharts } from '../usage/interface-charts.tsx';
import { useUsageData } from '../usage/use-usage-data.ts';
import type { UsageSeries } from '../usage/usage.ts';
import { t } from '../../lib/language/t.ts';

const cpu: readonly UsageSeries[] = [{ label: t('used'), column: 'cpu', colour: 'var(--accent)' }];
const memory: readonly UsageSeries[] = [{ label: t('used'), column: 'memory', colour: 'var(--hue-green)' }];
const space: readonly UsageSeries[] = [{ label: t('used'), column: 'disk', colour: 'var(--hue-purple)' }];
const network: readonly UsageSeries[] = [
  { label: t('in'), column: 'netRx', colour: 'var(--hue-green)' },
  { label: t('out'), column: 'netTx', colour: 'var(--hue-purple)', isDashed: true },
];
const disk: readonly UsageSeries[] = [
  { label: t('read'), column: 'ioRead', colour: 'var(--hue-sky)' },
  { label: t('written'), column: 'ioWrite', colour: 'var(--hue-orange)', isDashed: true },
];
const pressure: readonly UsageSeries[] = [
  { label: t('cpu'), column: 'pressureCpu', colour: 'var(--accent)' },
  { label: t('memory'), column: 'pressureMemory', colour: 'var(--hue-green)' },
  { label: t('io'), column: 'pressureIo', colour: 'var(--hue-orange)', isDashed: true },
];

export function HostCharts() {
  const hostname = useHostInfo()?.hostname ?? t('host');
  const ring = hostRing();
  const { data, nothing, interfaces } = useUsageData(undefined, ring);
  const height = useChartHeight(104);
  const { memoryTotal, diskTotal } = hostFacts();
  const marks = useDenialMarks(undefined);
  const installed = useMemo(() => limitOf(memoryTotal), [memoryTotal]);
  const size = useMemo(() => limitOf(diskTotal), [diskTotal]);
  const common = {
    data,
    height,
    nothing: nothing ?? (ring.length === 0 ? t('Waiting for the first sample') : t('No samples in this range')),
    onSave: (chart: SavedChart) => saveChart(hostname, chart),
  };
  return (
    <div className="grid-2 chart-grid-lines">
      <TimeChart
        {...common}
        title={t('CPU, all cores')}
        unit="percent"
        format={formatPercent}
        floor={10}
        ceiling={100}
        series={cpu}
        marks={marks}
      />
      <TimeChart {...common} title={t('Memory')} unit="bytes" format={formatBytes} series={memory} limit={installed} />
      <TimeChart {...common} title={t('Disk space')} unit="bytes" format={formatBytes} series={space} limit={size} />
      <TimeChart {...common} title={t('Disk traffic')} unit="rate" format={formatRate} series={disk} />
      <TimeChart {...common} title={t('Network')} unit="rate" format={formatRate} series={network} />
      <TimeChart
        {...common}
        title={t('Pressure')}
        unit="percent"
        format={formatPercent}
        floor={5}
        ceiling={100}
        series={pressure}
      />
      <InterfaceCharts owner={undefined} names={interfaces} height={height} onSave={common.onSave} />
    </div>
  );
}

function limitOf(bytes: number): ChartLimit | undefined {
  return Number.isNaN(bytes) ? undefined : { value: bytes, label: t('total') };
}
