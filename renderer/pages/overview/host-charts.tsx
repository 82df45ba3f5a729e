/** The host's CPU, memory, disk traffic and pressure over ten minutes. */

import { TimeChart } from '../../components/chart/time-chart.tsx';
import { useChartHeight } from '../../components/chart/use-chart-height.ts';
import { formatBytes, formatPercent, formatRate } from '../../model/units.ts';
import { useDenialMarks } from '../../stores/denial-marks.ts';
import { hostFacts, hostRing } from '../../stores/samples.ts';

export function HostCharts() {
  const ring = hostRing();
  const height = useChartHeight(104);
  const { memoryTotal } = hostFacts();
  const marks = useDenialMarks(undefined);
  return (
    <div className="grid-2 chart-grid-lines">
      <TimeChart title="CPU, all cores" ring={ring} unit="percent" format={formatPercent} floor={10} series={[{ label: 'used', column: 'cpu', colour: 'var(--accent)' }]} marks={marks} height={height} />
      <TimeChart
        title="Memory"
        ring={ring}
        unit="bytes"
        format={formatBytes}
        series={[{ label: 'used', column: 'memory', colour: 'var(--hue-green)' }]}
        limit={Number.isNaN(memoryTotal) ? undefined : { value: memoryTotal, label: `installed ${formatBytes(memoryTotal)}` }}
        height={height}
      />
      <TimeChart
        title="Disk"
        ring={ring}
        unit="rate"
        format={formatRate}
        series={[
          { label: 'read', column: 'ioRead', colour: 'var(--hue-sky)' },
          { label: 'written', column: 'ioWrite', colour: 'var(--hue-orange)', isDashed: true },
        ]}
        height={height}
      />
      <TimeChart
        title="Pressure"
        ring={ring}
        unit="percent"
        format={formatPercent}
        floor={5}
        series={[
          { label: 'cpu', column: 'pressureCpu', colour: 'var(--accent)' },
          { label: 'memory', column: 'pressureMemory', colour: 'var(--hue-green)' },
          { label: 'io', column: 'pressureIo', colour: 'var(--hue-orange)', isDashed: true },
        ]}
        height={height}
      />
    </div>
  );
}
