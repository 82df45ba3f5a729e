// SPDX-License-Identifier: Apache-2.0
/** Charts in which each container is a line: one with its table, or one for each metric. */

import { useMemo } from 'react';
import type { ChartMark } from '../../ui/chart/chart-marks.tsx';
import { SharedLegend } from '../../ui/chart/chart-legend.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type SavedChart, TimeChart } from '../../ui/chart/time-chart.tsx';
import { useChartHeight } from '../../ui/chart/use-chart-height.ts';
import { useStateMarks } from '../activity/state-marks.ts';
import { useDenialMarks } from '../denials/denial-marks.ts';
import { RangeControl } from '../usage/range-control.tsx';
import { saveChart } from '../usage/save-chart.ts';
import { useLineToggles } from '../usage/use-line-toggles.ts';
import { useUsageLines } from '../usage/use-usage-lines.ts';
import { linesOf, seriesOf } from './compare-lines.ts';
import type { UsageMetric } from '../usage/usage-metrics.ts';
import { CompareTable } from './compare-table.tsx';
import { t } from '../../lib/language/t.ts';

interface CompareChartsProps {
  /** Is the same list until the names change. */
  readonly names: readonly string[];
  readonly metrics: readonly UsageMetric[];
}

/** Heights in pixels at least. */
const leastHeights = { alone: 240, together: 120 };

export function CompareCharts({ names, metrics }: CompareChartsProps) {
  const lines = useMemo(() => linesOf(names, metrics), [names, metrics]);
  const { data, nothing = t('No samples in this range'), oomTimes } = useUsageLines(lines);
  const toggles = useLineToggles(names);
  const shown = useMemo(() => names.filter((name) => !toggles.hidden.has(name)), [names, toggles.hidden]);
  const denialMarks = useDenialMarks(shown);
  const kills = useMemo(() => new Map(shown.map((name) => [name, oomTimes.get(name) ?? []])), [shown, oomTimes]);
  const stateMarks = useStateMarks(kills);
  const marks = useMemo((): readonly ChartMark[] => [...denialMarks, ...stateMarks], [denialMarks, stateMarks]);
  const series = useMemo(() => metrics.map((metric) => seriesOf(names, metric)), [names, metrics]);
  const isAlone = metrics.length === 1;
  const height = useChartHeight(isAlone ? leastHeights.alone : leastHeights.together);
  const [first] = metrics;
  return (
    <>
      <Panel title={t('Resource usage')} actions={<RangeControl />} isFlush>
        {!isAlone && <SharedLegend series={series[0] ?? []} toggles={toggles} />}
        <div className={isAlone ? undefined : 'grid-2 chart-grid-lines'}>
          {metrics.map(({ column, ...metric }, index) => (
            <TimeChart
              key={column}
              {...metric}
              data={data}
              nothing={nothing}
              marks={marks}
              height={height}
              toggles={toggles}
              isLegendShared={!isAlone}
              series={series[index] ?? []}
              onSave={(chart: SavedChart) => saveChart(subjectOf(names), chart)}
            />
          ))}
        </div>
      </Panel>
      {isAlone && first !== undefined && (
        <CompareTable title={first.title} format={first.format} data={data} series={series[0] ?? []} />
      )}
    </>
  );
}

/** Names the containers in the name of a file: `web, db and 3 more`. */
function subjectOf(names: readonly string[]): string {
  const [first = '', second = '', ...rest] = names;
  if (names.length < 2) return first;
  if (names.length === 2) return t('{first} and {second}', { first, second });
  return rest.length === 1
    ? t('{first}, {second} and {third}', { first, second, third: rest[0] ?? '' })
    : t('{first}, {second} and {count} more', { first, second, count: rest.length });
}
