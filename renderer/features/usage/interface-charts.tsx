// SPDX-License-Identifier: Apache-2.0
/** What went through each network interface of a container, or of the host, where there is more than one. */

import { useMemo } from 'react';
import type { ChartMark } from '../../ui/chart/chart-marks.tsx';
import { type ChartSeries, maxLines } from '../../ui/chart/chart-series.ts';
import { type SavedChart, TimeChart } from '../../ui/chart/time-chart.tsx';
import { formatRate } from '../../lib/units.ts';
import { lineColours } from './line-colours.ts';
import { useLineToggles } from './use-line-toggles.ts';
import { type UsageLine, useUsageLines } from './use-usage-lines.ts';
import { t } from '../../lib/language/t.ts';

interface InterfaceChartsProps {
  /** Names a container; undefined for the host. */
  readonly owner: string | undefined;
  /** The interfaces; none where there is only one. */
  readonly names: readonly string[];
  readonly marks?: readonly ChartMark[];
  readonly height: number;
  readonly onSave: (chart: SavedChart) => void;
}

const directions = [
  { title: t('Network in, by interface'), column: 'netRx' },
  { title: t('Network out, by interface'), column: 'netTx' },
] as const;

export function InterfaceCharts({ names, ...props }: InterfaceChartsProps) {
  return names.length === 0 ? null : <Charts names={names} {...props} />;
}

function Charts({ owner, names: all, marks = [], height, onSave }: InterfaceChartsProps) {
  const names = useMemo(() => all.slice(0, maxLines), [all]);
  const lines = useMemo(() => linesOf(owner, names), [owner, names]);
  const { data, nothing = t('No samples in this range') } = useUsageLines(lines);
  const toggles = useLineToggles(names);
  const charts = useMemo(() => {
    const colours = lineColours(names);
    return directions.map(({ title, column }) => ({
      title,
      series: names.map((name): ChartSeries => {
        const { colour = 'var(--accent)', isDashed = false } = colours.get(name) ?? {};
        return { label: name, column: keyOf(name, column), colour, isDashed, isBare: true };
      }),
    }));
  }, [names]);
  return charts.map(({ title, series }) => (
    <TimeChart
      key={title}
      title={title}
      data={data}
      nothing={nothing}
      series={series}
      marks={marks}
      height={height}
      toggles={toggles}
      onSave={onSave}
      unit="rate"
      format={formatRate}
    />
  ));
}

function linesOf(container: string | undefined, names: readonly string[]): readonly UsageLine[] {
  return names.flatMap((name) =>
    directions.map(({ column }) => ({ key: keyOf(name, column), subject: { container, interface: name }, column })),
  );
}

function keyOf(name: string, column: string): string {
  return `${name} ${column}`;
}
