// SPDX-License-Identifier: Apache-2.0
/** Ten minutes of a container at a second, with its limits, denials and state changes; and what happened lately. */

import { useMemo } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { ChartGroup } from '../../ui/chart/chart-group.tsx';
import type { ChartMark } from '../../ui/chart/chart-marks.tsx';
import type { ChartLimit } from '../../ui/chart/chart-series.ts';
import { RangeControl } from '../../ui/chart/range-control.tsx';
import { TimeChart } from '../../ui/chart/time-chart.tsx';
import { useChartHeight } from '../../ui/chart/use-chart-height.ts';
import { hueColour } from '../../ui/hue-mark.tsx';
import { Panel } from '../../ui/panel.tsx';
import { usageSeconds, type UsageRing, type UsageSeries } from '../usage/usage.ts';
import { formatBytes, formatPercent, formatRate } from '../../lib/units.ts';
import { useDenialMarks } from '../denials/denial-marks.ts';
import { useChartEndTime } from '../usage/chart-end-time.ts';
import { containerRing } from '../usage/samples.ts';
import { ContainerActivity } from './container-activity.tsx';
import { useStateMarks } from './state-marks.ts';

const diskTraffic: readonly UsageSeries[] = [
  { label: 'read', column: 'ioRead', colour: 'var(--hue-sky)' },
  { label: 'written', column: 'ioWrite', colour: 'var(--hue-orange)', isDashed: true },
];
const networkTraffic: readonly UsageSeries[] = [
  { label: 'in', column: 'netRx', colour: 'var(--hue-green)' },
  { label: 'out', column: 'netTx', colour: 'var(--hue-purple)', isDashed: true },
];
const pressure: readonly UsageSeries[] = [
  { label: 'cpu', column: 'pressureCpu', colour: 'var(--hue-blue)' },
  { label: 'memory', column: 'pressureMemory', colour: 'var(--hue-green)' },
  { label: 'io', column: 'pressureIo', colour: 'var(--hue-orange)', isDashed: true },
];

interface OverviewTabProps {
  readonly container: Container;
}

export function OverviewTab({ container }: OverviewTabProps) {
  const { name, limits } = container;
  const time = useChartEndTime();
  const ring = containerRing(name);
  const denialMarks = useDenialMarks(name);
  const stateMarks = useStateMarks(name);
  const marks = useMemo((): readonly ChartMark[] => [...denialMarks, ...stateMarks], [denialMarks, stateMarks]);
  const hue = hueColour(name);
  const cpu = useMemo((): readonly UsageSeries[] => [{ label: 'used', column: 'cpu', colour: hue }], [hue]);
  const memory = useMemo((): readonly UsageSeries[] => [{ label: 'used', column: 'memory', colour: hue }], [hue]);
  const cpuLimit = useMemo(() => cpuLimitOf(limits), [limits]);
  const disk = useMemo((): readonly UsageSeries[] => [{ label: 'used', column: 'disk', colour: hue }], [hue]);
  const memoryLimit = useMemo(() => bytesLimitOf(limits.memoryBytes), [limits.memoryBytes]);
  const diskLimit = useMemo(() => bytesLimitOf(limits.diskBytes), [limits.diskBytes]);
  const height = useChartHeight(120);
  const common = { ring, marks, height, nothing: whyNothing(container, ring) };
  return (
    <>
      <ChartGroup time={time} seconds={usageSeconds}>
        <Panel title="Resource usage" actions={<RangeControl />} isFlush>
          <div className="grid-2 chart-grid-lines">
            <TimeChart
              {...common}
              title="CPU (percent of one core)"
              unit="percent"
              format={formatPercent}
              floor={10}
              series={cpu}
              limit={cpuLimit}
            />
            <TimeChart
              {...common}
              title="Memory"
              unit="bytes"
              format={formatBytes}
              series={memory}
              limit={memoryLimit}
            />
            <TimeChart
              {...common}
              title="Disk space"
              unit="bytes"
              format={formatBytes}
              series={disk}
              limit={diskLimit}
            />
            <TimeChart {...common} title="Disk traffic" unit="rate" format={formatRate} series={diskTraffic} />
            <TimeChart {...common} title="Network" unit="rate" format={formatRate} series={networkTraffic} />
            <TimeChart
              {...common}
              title="Pressure"
              unit="percent"
              format={formatPercent}
              floor={5}
              ceiling={100}
              series={pressure}
            />
          </div>
        </Panel>
      </ChartGroup>
      <ContainerActivity name={name} />
    </>
  );
}

function whyNothing({ state }: Container, ring: UsageRing | undefined): string {
  if (state === 'stopped') return 'Not running';
  return ring === undefined ? 'Waiting for the first sample' : 'No samples in this range';
}

function cpuLimitOf({ cpus }: Container['limits']): ChartLimit | undefined {
  return cpus === null ? undefined : { value: cpus * 100, label: `limit ${cpus} ${cpus === 1 ? 'core' : 'cores'}` };
}

function bytesLimitOf(bytes: number | null): ChartLimit | undefined {
  return bytes === null ? undefined : { value: bytes, label: `limit ${formatBytes(bytes)}` };
}
