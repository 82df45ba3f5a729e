// SPDX-License-Identifier: Apache-2.0
/** What a container uses, over the range of the page, with its limits, denials and state changes. */

import { useMemo } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { ChartMark } from '../../ui/chart/chart-marks.tsx';
import type { ChartLimit } from '../../ui/chart/chart-series.ts';
import { type SavedChart, TimeChart } from '../../ui/chart/time-chart.tsx';
import { useChartHeight } from '../../ui/chart/use-chart-height.ts';
import { hueColour } from '../../ui/hue-mark.tsx';
import type { UsageRing, UsageSeries } from '../usage/usage.ts';
import { formatBytes, formatCount, formatPercent, formatRate } from '../../lib/units.ts';
import { useDenialMarks } from '../denials/denial-marks.ts';
import { containerRing } from '../usage/samples.ts';
import { saveChart } from '../usage/save-chart.ts';
import { useUsageData } from '../usage/use-usage-data.ts';
import { useStateMarks } from '../activity/state-marks.ts';
import { InterfaceCharts } from '../usage/interface-charts.tsx';
import { t } from '../../lib/language/t.ts';

const diskTraffic: readonly UsageSeries[] = [
  { label: t('read'), column: 'ioRead', colour: 'var(--hue-sky)' },
  { label: t('written'), column: 'ioWrite', colour: 'var(--hue-orange)', isDashed: true },
];
const networkTraffic: readonly UsageSeries[] = [
  { label: t('in'), column: 'netRx', colour: 'var(--hue-green)' },
  { label: t('out'), column: 'netTx', colour: 'var(--hue-purple)', isDashed: true },
];
const pressure: readonly UsageSeries[] = [
  { label: t('cpu'), column: 'pressureCpu', colour: 'var(--hue-blue)' },
  { label: t('memory'), column: 'pressureMemory', colour: 'var(--hue-green)' },
  { label: t('io'), column: 'pressureIo', colour: 'var(--hue-orange)', isDashed: true },
];

const throttled: readonly UsageSeries[] = [{ label: t('waited'), column: 'throttled', colour: 'var(--hue-orange)' }];

/** Has a message of its own, because other languages have another word here than for a container that runs. */
const runningProcesses = t('{what, select, other {running}}', { what: 'processes' });

interface ContainerChartsProps {
  readonly container: Container;
}

export function ContainerCharts({ container }: ContainerChartsProps) {
  const { name, limits } = container;
  const ring = containerRing(name);
  const { data, nothing, oomTimes, interfaces } = useUsageData(name, ring);
  const denialMarks = useDenialMarks(useMemo(() => [name], [name]));
  const stateMarks = useStateMarks(useMemo(() => new Map([[name, oomTimes]]), [name, oomTimes]));
  const marks = useMemo((): readonly ChartMark[] => [...denialMarks, ...stateMarks], [denialMarks, stateMarks]);
  const hue = hueColour(name);
  const cpu = useMemo((): readonly UsageSeries[] => [{ label: t('used'), column: 'cpu', colour: hue }], [hue]);
  const memory = useMemo((): readonly UsageSeries[] => memorySeries(hue), [hue]);
  const pids = useMemo((): readonly UsageSeries[] => [{ label: runningProcesses, column: 'pids', colour: hue }], [hue]);
  const disk = useMemo((): readonly UsageSeries[] => [{ label: t('used'), column: 'disk', colour: hue }], [hue]);
  const cpuLimit = useMemo(() => limitOf(limits.cpus === null ? null : limits.cpus * 100), [limits.cpus]);
  const memoryLimit = useMemo(() => limitOf(limits.memoryBytes), [limits.memoryBytes]);
  const pidsLimit = useMemo(() => limitOf(limits.pids), [limits.pids]);
  const diskLimit = useMemo(() => limitOf(limits.diskBytes), [limits.diskBytes]);
  const common = {
    data,
    marks,
    height: useChartHeight(120),
    nothing: nothing ?? whyNothing(container, ring),
    onSave: (chart: SavedChart) => saveChart(name, chart),
  };
  const percent = { ...common, unit: 'percent', format: formatPercent } as const;
  const bytes = { ...common, unit: 'bytes', format: formatBytes } as const;
  const rate = { ...common, unit: 'rate', format: formatRate } as const;
  return (
    <div className="grid-2 chart-grid-lines">
      <TimeChart {...percent} title={t('CPU (percent of one core)')} floor={10} series={cpu} limit={cpuLimit} />
      <TimeChart {...bytes} title={t('Memory')} series={memory} limit={memoryLimit} />
      <TimeChart
        {...percent}
        title={t('CPU throttled (percent of periods)')}
        floor={10}
        ceiling={100}
        series={throttled}
        {...(limits.cpus === null && { nothing: t('No CPU limit, so it never waits for one') })}
      />
      <TimeChart
        {...common}
        title={t('Processes and threads')}
        unit="count"
        format={formatCount}
        floor={10}
        series={pids}
        limit={pidsLimit}
      />
      <TimeChart {...bytes} title={t('Disk space')} series={disk} limit={diskLimit} />
      <TimeChart {...rate} title={t('Disk traffic')} series={diskTraffic} />
      <TimeChart {...rate} title={t('Network')} series={networkTraffic} />
      <TimeChart {...percent} title={t('Pressure')} floor={5} ceiling={100} series={pressure} />
      <InterfaceCharts owner={name} names={interfaces} marks={marks} height={common.height} onSave={common.onSave} />
    </div>
  );
}

/** All of it, and what it consists of. */
function memorySeries(hue: string): readonly UsageSeries[] {
  return [
    { label: t('used'), column: 'memory', colour: hue },
    { label: t('processes'), column: 'memoryAnon', colour: 'var(--hue-purple)', isDashed: true },
    { label: t('file cache'), column: 'memoryFile', colour: 'var(--hue-sky)', isDashed: true },
    { label: t('kernel'), column: 'memoryKernel', colour: 'var(--hue-orange)', isDashed: true },
  ];
}

function whyNothing({ state }: Container, ring: UsageRing | undefined): string {
  if (state === 'stopped') return t('Not running');
  return ring === undefined ? t('Waiting for the first sample') : t('No samples in this range');
}

function limitOf(value: number | null): ChartLimit | undefined {
  return value === null ? undefined : { value, label: t('limit') };
}
