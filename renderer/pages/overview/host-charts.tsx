/** The host's CPU, memory, disk traffic and pressure over ten minutes. */

import { useMemo } from 'react';
import type { ChartLimit, ChartSeries } from '../../components/chart/chart-series.ts';
import { TimeChart } from '../../components/chart/time-chart.tsx';
import { useChartHeight } from '../../components/chart/use-chart-height.ts';
import { formatBytes, formatPercent, formatRate } from '../../model/units.ts';
import { useDenialMarks } from '../../stores/denial-marks.ts';
import { hostFacts, hostRing } from '../../stores/samples.ts';

const cpu: readonly ChartSeries[] = [{ label: 'used', column: 'cpu', colour: 'var(--accent)' }];
const memory: readonly ChartSeries[] = [{ label: 'used', column: 'memory', colour: 'var(--hue-green)' }];
const disk: readonly ChartSeries[] = [
  { label: 'read', column: 'ioRead', colour: 'var(--hue-sky)' },
  { label: 'written', column: 'ioWrite', colour: 'var(--hue-orange)', isDashed: true },
];
const pressure: readonly ChartSeries[] = [
  { label: 'cpu', column: 'pressureCpu', colour: 'var(--accent)' },
  { label: 'memory', column: 'pressureMemory', colour: 'var(--hue-green)' },
  { label: 'io', column: 'pressureIo', colour: 'var(--hue-orange)', isDashed: true },
];

export function HostCharts() {
  const ring = hostRing();
  const height = useChartHeight(104);
  const { memoryTotal } = hostFacts();
  const marks = useDenialMarks(undefined);
  const installed = useMemo((): ChartLimit | undefined => (Number.isNaN(memoryTotal) ? undefined : { value: memoryTotal, label: `installed ${formatBytes(memoryTotal)}` }), [memoryTotal]);
  return (
    <div className="grid-2 chart-grid-lines">
      <TimeChart title="CPU, all cores" ring={ring} unit="percent" format={formatPercent} floor={10} series={cpu} marks={marks} height={height} />
      <TimeChart title="Memory" ring={ring} unit="bytes" format={formatBytes} series={memory} limit={installed} height={height} />
      <TimeChart title="Disk" ring={ring} unit="rate" format={formatRate} series={disk} height={height} />
      <TimeChart title="Pressure" ring={ring} unit="percent" format={formatPercent} floor={5} series={pressure} height={height} />
    </div>
  );
}
