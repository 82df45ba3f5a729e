// SPDX-License-Identifier: Apache-2.0
/**
 * Values over time. Slides with the newest sample until one looks at a past range; shares crosshair and range with its
 * group.
 */

import { useMemo, useState, type PointerEvent } from 'react';
import type { SeriesRing } from '../../lib/series-ring.ts';
import { niceMaximum, type AxisUnit } from './axis.ts';
import { useChartGroup } from './chart-group.tsx';
import { ChartLegend } from './chart-legend.tsx';
import { ChartMarks, type ChartMark } from './chart-marks.tsx';
import { ChartPlot } from './chart-plot.tsx';
import { chartRows, type ChartRow } from './chart-rows.ts';
import type { ChartLimit, ChartSeries } from './chart-series.ts';
import { CrosshairLayer } from './crosshair-layer.tsx';
import { largestIn, valueNear } from './series-values.ts';
import type { TimeRange } from './time-range.ts';
import { useWidth } from './use-width.ts';

interface TimeChartProps<Column extends string> {
  readonly title: string;
  readonly ring: SeriesRing<Column> | undefined;
  /** At most four. */
  readonly series: readonly ChartSeries<Column>[];
  readonly unit: AxisUnit;
  readonly format: (value: number) => string;
  readonly limit?: ChartLimit | undefined;
  /** The top of the axis at least. */
  readonly floor?: number;
  /** The top of the axis at most: the most that there can be. */
  readonly ceiling?: number | undefined;
  readonly marks?: readonly ChartMark[];
  readonly height?: number;
  readonly nothing?: string;
}

const smallestRange = 10;
const noRows: readonly ChartRow[] = [];
const noMarks: readonly ChartMark[] = [];

export function TimeChart<Column extends string>({
  title,
  ring,
  series,
  unit,
  format,
  limit,
  floor = 0,
  ceiling,
  marks = noMarks,
  height = 120,
  nothing = 'No samples in this range',
}: TimeChartProps<Column>) {
  const { range, setCrosshair, setRange } = useChartGroup();
  const { ref, width } = useWidth<HTMLDivElement>(480);
  const [dragFrom, setDragFrom] = useState<number | undefined>(undefined);
  const largest = largestIn(
    ring,
    series.map((one) => one.column),
    range,
  );
  const showsLimit = limit !== undefined && (largest > limit.value * 0.35 || unit === 'bytes');
  const max = niceMaximum(Math.max(largest * 1.05, floor, showsLimit ? limit.value * 1.06 : 0), unit, ceiling);
  const rows = useRows(ring, series, range);
  const layer = useMemo(() => <CrosshairLayer dragFrom={dragFrom} />, [dragFrom]);

  function isUnknownAt(time: number): boolean {
    const [first] = series;
    return first === undefined || Number.isNaN(valueNear(ring, first.column, time));
  }
  function timeAt(event: PointerEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return range.from + share * (range.to - range.from);
  }
  function handleDown(event: PointerEvent<HTMLElement>): void {
    // A drag that ends outside of the chart ends at its edge.
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragFrom(timeAt(event));
  }
  function handleUp(event: PointerEvent<HTMLElement>): void {
    const to = timeAt(event);
    if (dragFrom !== undefined && Math.abs(to - dragFrom) >= smallestRange)
      setRange({ from: Math.min(dragFrom, to), to: Math.max(dragFrom, to) });
    setDragFrom(undefined);
  }

  return (
    <figure className="chart" style={{ margin: 0 }} aria-label={title}>
      <ChartLegend title={title} ring={ring} series={series} format={format} />
      <div
        ref={ref}
        className="chart-plot"
        onPointerMove={(event) => setCrosshair(timeAt(event))}
        onPointerLeave={() => setCrosshair(undefined)}
        onPointerDown={handleDown}
        onPointerUp={handleUp}
        onPointerCancel={() => setDragFrom(undefined)}
      >
        <div className="chart-drawing" aria-hidden="true">
          <ChartPlot
            rows={rows}
            series={series}
            range={range}
            max={max}
            limit={showsLimit ? limit : undefined}
            format={format}
            width={width}
            height={height}
          >
            {layer}
          </ChartPlot>
        </div>
        <ChartMarks marks={marks} range={range} width={width} top={height - 8} />
        {largest === 0 && isUnknownAt(range.to) && <div className="chart-nothing">{nothing}</div>}
      </div>
    </figure>
  );
}

/**
 * The ring is filled in place. A live range ends at its newest sample, so that a new one always comes with a new range.
 */
function useRows<Column extends string>(
  ring: SeriesRing<Column> | undefined,
  series: readonly ChartSeries<Column>[],
  range: TimeRange,
): readonly ChartRow[] {
  return useMemo(
    () =>
      ring === undefined
        ? noRows
        : chartRows(
            ring,
            series.map((one) => one.column),
            range,
          ),
    [ring, series, range],
  );
}
