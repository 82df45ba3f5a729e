// SPDX-License-Identifier: Apache-2.0
/**
 * Values over time. Slides with the newest sample until one looks at a past range; shares crosshair and range with its
 * group.
 */

import { useMemo, useRef } from 'react';
import type { ChartTable, PageArea } from '../../../contract/bridge.ts';
import { axisHeight, niceMaximum, type AxisUnit, valueTicks } from './axis.ts';
import type { ChartData } from './chart-data.ts';
import { useChartGroup } from './chart-group.tsx';
import { ChartLegend } from './chart-legend.tsx';
import { ChartMarks, type ChartMark } from './chart-marks.tsx';
import type { ChartPlotProps } from './chart-plot.tsx';
import { ChartSave, type ChartForm } from './chart-save.tsx';
import { chartTable } from './chart-table.ts';
import { chartRows, type ChartRow } from './chart-rows.ts';
import type { ChartLimit, ChartSeries, LineToggles } from './chart-series.ts';
import { largestIn, valueNear } from './series-values.ts';
import type { TimeRange } from '../../lib/time-range.ts';
import { useRangeGestures } from './use-range-gestures.ts';
import { useWidth } from './use-width.ts';
import { ValueAxis } from './value-axis.tsx';
import { createPart } from '../part.tsx';
import { t } from '../../lib/language/t.ts';

interface TimeChartProps<Column extends string> {
  readonly title: string;
  readonly data: ChartData<Column> | undefined;
  /** Holds at most {@link maxLines}. */
  readonly series: readonly ChartSeries<Column>[];
  readonly unit: AxisUnit;
  readonly format: (value: number) => string;
  readonly limit?: ChartLimit | undefined;
  /** Limits how low the top of the axis may be. */
  readonly floor?: number;
  /** Limits how high the top of the axis may be: the most that there can be. */
  readonly ceiling?: number | undefined;
  readonly marks?: readonly ChartMark[];
  readonly height?: number;
  readonly nothing?: string;
  /** Says which lines are hidden; without it all are shown. */
  readonly toggles?: LineToggles;
  /** The lines are named elsewhere on the page. */
  readonly isLegendShared?: boolean;
  /** Offers to save it. */
  readonly onSave?: (chart: SavedChart) => void;
}

/** A chart as it is shown, to be saved. */
export interface SavedChart {
  readonly title: string;
  readonly form: ChartForm;
  readonly table: Omit<ChartTable, 'title'>;
  /** Gives the place of the chart on the page. */
  readonly area: PageArea;
}

/** What draws it is large; names, values and marks stand there before. */
const ChartPlot = createPart(async () => (await import('./chart-plot.tsx')).ChartPlot, {
  waiting: EmptyPlot,
  isAfterPicture: true,
});

const noRows: readonly ChartRow[] = [];
const noMarks: readonly ChartMark[] = [];

export function TimeChart<Column extends string>({
  title,
  data,
  series: all,
  unit,
  format,
  limit,
  floor = 0,
  ceiling,
  marks = noMarks,
  height = 120,
  nothing = t('No samples in this range'),
  toggles,
  isLegendShared = false,
  onSave,
}: TimeChartProps<Column>) {
  const { range } = useChartGroup();
  const { ref, width } = useWidth<HTMLDivElement>(480);
  const figure = useRef<HTMLElement>(null);
  const { dragFrom, handlers } = useRangeGestures(ref);
  const hidden = toggles?.hidden;
  const series = useMemo(() => all.filter(({ label }) => hidden?.has(label) !== true), [all, hidden]);
  const largest = largestIn(
    data,
    series.map((one) => one.column),
    range,
  );
  const showsLimit = limit !== undefined && (largest > limit.value * 0.35 || unit === 'bytes');
  const max = niceMaximum(Math.max(largest * 1.05, floor, showsLimit ? limit.value * 1.06 : 0), unit, ceiling);
  const ticks = useMemo(() => valueTicks(max, unit), [max, unit]);
  const shownLimit = showsLimit ? limit : undefined;
  const rows = useRows(data, series, range);

  function isUnknownAt(time: number): boolean {
    return series.every(({ column }) => Number.isNaN(valueNear(data, column, time)));
  }
  function handleSave(form: ChartForm): void {
    if (figure.current === null) return;
    figure.current.scrollIntoView({ block: 'nearest' });
    onSave?.({ title, form, table: chartTable(data, series, range), area: areaOf(figure.current) });
  }

  return (
    <figure ref={figure} className="chart" style={{ margin: 0 }} aria-label={title}>
      <ChartLegend
        title={title}
        data={data}
        series={all}
        format={format}
        toggles={toggles}
        isShared={isLegendShared}
        actions={onSave && <ChartSave title={title} onSave={handleSave} />}
      />
      <div className="chart-body">
        <ValueAxis ticks={ticks} max={max} limit={shownLimit} format={format} height={height} />
        <div
          ref={ref}
          className="chart-plot"
          role="group"
          tabIndex={0}
          aria-label={t('{title}: arrow keys move along the time, plus and minus zoom, 0 goes back to now', { title })}
          {...handlers}
        >
          <div className="chart-drawing" aria-hidden="true">
            <ChartPlot
              rows={rows}
              series={series}
              range={range}
              max={max}
              ticks={ticks}
              limit={shownLimit}
              width={width}
              height={height}
              dragFrom={dragFrom}
            />
          </div>
          <ChartMarks marks={marks} range={range} width={width} top={height - 8} />
          {(data === undefined || (largest === 0 && isUnknownAt(range.to))) && (
            <div className="chart-nothing">{series.length === 0 ? t('All lines are hidden') : nothing}</div>
          )}
        </div>
      </div>
    </figure>
  );
}

/** Keeps the place. */
function EmptyPlot({ height }: ChartPlotProps) {
  return <div style={{ height: height + axisHeight }} />;
}

function areaOf(element: HTMLElement): PageArea {
  const { x, y, width, height } = element.getBoundingClientRect();
  return {
    x: Math.max(0, Math.round(x)),
    y: Math.max(0, Math.round(y)),
    width: Math.max(1, Math.round(width)),
    height: Math.max(1, Math.round(height)),
  };
}

/**
 * The ring is filled in place. A live range ends at its newest sample, so that a new one always comes with a new range.
 */
function useRows<Column extends string>(
  data: ChartData<Column> | undefined,
  series: readonly ChartSeries<Column>[],
  range: TimeRange,
): readonly ChartRow[] {
  return useMemo(
    () =>
      data === undefined
        ? noRows
        : chartRows(
            data,
            series.map((one) => one.column),
            range,
          ),
    [data, series, range],
  );
}
