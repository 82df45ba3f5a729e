// SPDX-License-Identifier: Apache-2.0
/**
 * Draws a chart: axes, grid, lines, limit. It is drawn again when its rows, its range or its size change, and not when
 * the crosshair moves.
 */

import { memo, useCallback, useMemo, type ReactNode } from 'react';
import { Area, AreaChart, CartesianGrid, ReferenceLine, XAxis, YAxis, type XAxisTickContentProps } from 'recharts';
import { formatAxisTime } from '../../lib/moments.ts';
import { axisHeight, timeTicks } from './axis.ts';
import type { ChartRow } from './chart-rows.ts';
import { type ChartLimit, type ChartSeries, maxLines } from './chart-series.ts';
import { CrosshairLayer } from './crosshair-layer.tsx';
import type { TimeRange } from '../../lib/time-range.ts';

export interface ChartPlotProps {
  readonly rows: readonly ChartRow[];
  readonly series: readonly ChartSeries[];
  readonly range: TimeRange;
  readonly max: number;
  /** Gives the values at which lines of the grid stand. */
  readonly ticks: readonly number[];
  readonly limit: ChartLimit | undefined;
  readonly width: number;
  /** Gives the height without the axis of time. */
  readonly height: number;
  /** Gives the position at which a drag over the chart began. */
  readonly dragFrom: number | undefined;
}

/** Is half the width of a time below the axis. */
const timeWidth = { minutes: 18, seconds: 28 };
/** The lines reach from edge to edge; the values they are read by stand beside the drawing. */
const noMargin = { top: 0, right: 0, bottom: 0, left: 0 };
/** Bands of more lines than that would hide each other. */
const maxBands = 4;
/** Stands for the values: recharts draws the lines of the grid only where it has ticks to draw. */
const drawNothing = (): null => null;
/** Keeps a line at zero from being cut in half. */
const valuePadding = { bottom: 1 };

/*
 * What recharts is given keeps its identity wherever it can: each property of an axis or of a line that is new
 * makes it work out the whole chart once more, and these charts are drawn each second.
 * A domain counts as given, so that rows are not searched for one, only with `allowDataOverflow`.
 */
export const ChartPlot = memo(function ChartPlot({
  rows,
  series,
  range,
  max,
  ticks: values,
  limit,
  width,
  height,
  dragFrom,
}: ChartPlotProps) {
  const hasExtents = series.length <= maxBands && rows.some(({ extents }) => extents !== undefined);
  const seconds = range.to - range.from;
  const timeTick = useCallback(
    (tick: XAxisTickContentProps) => <TimeTick tick={tick} width={width} seconds={seconds} />,
    [width, seconds],
  );
  const layer = useMemo(() => <CrosshairLayer dragFrom={dragFrom} />, [dragFrom]);
  const ticks = useMemo(() => [...values], [values]);
  const valueDomain = useMemo(() => [0, max], [max]);
  return (
    <AreaChart width={width} height={height + axisHeight} data={rows} margin={noMargin} accessibilityLayer={false}>
      <CartesianGrid vertical={false} stroke="var(--line)" shapeRendering="crispEdges" syncWithTicks />
      <XAxis
        dataKey="time"
        type="number"
        domain={[range.from, range.to]}
        allowDataOverflow
        ticks={timeTicks(range)}
        interval={0}
        height={axisHeight}
        axisLine={false}
        tickLine={false}
        tick={timeTick}
      />
      <YAxis
        type="number"
        domain={valueDomain}
        allowDataOverflow
        padding={valuePadding}
        ticks={ticks}
        interval={0}
        width={0}
        axisLine={false}
        tickLine={false}
        tick={drawNothing}
      />
      {hasExtents && series.map((one, index) => bandOf(one, index))}
      {series.map((one, index) => lineOf(one, index))}
      {limit !== undefined && <ReferenceLine y={limit.value} stroke="var(--red)" strokeDasharray="5 3" />}
      {layer}
    </AreaChart>
  );
});

/** From the least to the greatest, behind the line of the means. */
function bandOf({ column, colour }: ChartSeries, index: number): ReactNode {
  return (
    <Area
      key={`${column} band`}
      dataKey={extentOf(index)}
      type="linear"
      stroke="none"
      fill={colour}
      fillOpacity={0.22}
      dot={false}
      activeDot={false}
      connectNulls={false}
      isAnimationActive={false}
      tooltipType="none"
      legendType="none"
    />
  );
}

/** A dashed line has no ground; it is no `Line`, because that measures its length each time. */
function lineOf({ column, colour, isDashed = false, isBare = isDashed }: ChartSeries, index: number): ReactNode {
  return (
    <Area
      key={column}
      dataKey={valueOf(index)}
      type="linear"
      stroke={colour}
      strokeWidth={1.5}
      strokeLinecap={isDashed ? 'butt' : 'round'}
      strokeLinejoin="round"
      {...(isDashed ? { strokeDasharray: '4 2' } : {})}
      fill={isBare ? 'none' : colour}
      fillOpacity={0.1}
      dot={false}
      activeDot={false}
      connectNulls={false}
      isAnimationActive={false}
      tooltipType="none"
      legendType="none"
    />
  );
}

/** Holds one function for each line, so that recharts gets the same one each time. */
const readers: readonly ((row: ChartRow) => number | null)[] = Array.from(
  { length: maxLines },
  (_, index) => (row) => row.values[index] ?? null,
);

const extentReaders = readers.map((_, index) => (row: ChartRow): [number, number] | null => {
  const [min, max] = row.extents?.[index] ?? [];
  return min === undefined || max === undefined ? null : [min, max];
});

function extentOf(index: number): (row: ChartRow) => [number, number] | null {
  return extentReaders[index] ?? (() => null);
}

function valueOf(index: number): (row: ChartRow) => number | null {
  const reader = readers[index];
  if (reader === undefined) throw new Error(`a chart has at most ${readers.length} lines`);
  return reader;
}

interface TimeTickProps {
  readonly tick: XAxisTickContentProps;
  readonly width: number;
  /** How long the range is. */
  readonly seconds: number;
}

/** Within the edges, whatever the tick's place. */
function TimeTick({ tick: { x, y, payload }, width, seconds }: TimeTickProps) {
  const text = formatAxisTime(Number(payload.value), seconds);
  const margin = text.length > 5 ? timeWidth.seconds : timeWidth.minutes;
  return (
    <text
      className="chart-label"
      x={Math.min(Math.max(Number(x), margin), width - margin)}
      y={Number(y) + 6}
      textAnchor="middle"
    >
      {text}
    </text>
  );
}
