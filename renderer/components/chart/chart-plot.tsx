/** The drawing of a chart: axes, grid, lines, limit. Drawn anew when its rows, its range or its size change, and not when the crosshair moves. */

import { memo, type ReactNode } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis, type XAxisTickContentProps, type YAxisTickContentProps } from 'recharts';
import { formatClock } from '../../model/moments.ts';
import { timeTicks } from './axis.ts';
import type { ChartRow } from './chart-rows.ts';
import type { ChartLimit, ChartSeries } from './chart-series.ts';
import type { TimeRange } from './time-range.ts';

interface ChartPlotProps {
  readonly rows: readonly ChartRow[];
  readonly series: readonly ChartSeries[];
  readonly range: TimeRange;
  readonly max: number;
  readonly limit: ChartLimit | undefined;
  readonly format: (value: number) => string;
  readonly width: number;
  /** Without the axis of time. */
  readonly height: number;
  /** Layers over the lines. */
  readonly children: ReactNode;
}

const axisHeight = 20;
/** The lines reach from edge to edge; what they are read by stands within. */
const noMargin = { top: 0, right: 0, bottom: 0, left: 0 };
const limitLabel = { position: 'insideTopRight', offset: 4, dx: -10, className: 'chart-limit-label' } as const;

export const ChartPlot = memo(function ChartPlot({ rows, series, range, max, limit, format, width, height, children }: ChartPlotProps) {
  const showsSeconds = range.to - range.from < 200;
  return (
    <ComposedChart width={width} height={height + axisHeight} data={rows} margin={noMargin} accessibilityLayer={false}>
      <CartesianGrid vertical={false} className="chart-grid" syncWithTicks />
      <XAxis dataKey="time" type="number" domain={[range.from, range.to]} allowDataOverflow ticks={timeTicks(range)} interval={0} height={axisHeight} axisLine={false} tickLine={false} tick={(tick: XAxisTickContentProps) => timeLabel(tick, width, showsSeconds)} />
      <YAxis type="number" domain={[0, max]} ticks={[0, max / 2, max]} interval={0} mirror axisLine={false} tickLine={false} tick={(tick: YAxisTickContentProps) => valueLabel(tick, format)} />
      {series.map((one, index) => (one.isDashed === true ? dashedLine(one, index) : filledLine(one, index)))}
      {limit !== undefined && <ReferenceLine className="chart-limit" y={limit.value} label={{ ...limitLabel, value: limit.label }} />}
      {children}
    </ComposedChart>
  );
});

function filledLine({ column, colour }: ChartSeries, index: number): ReactNode {
  return <Area key={column} dataKey={valueOf(index)} type="linear" stroke={colour} strokeWidth={1.5} strokeLinecap="round" strokeLinejoin="round" fill={colour} fillOpacity={0.1} dot={false} activeDot={false} connectNulls={false} isAnimationActive={false} tooltipType="none" legendType="none" />;
}

function dashedLine({ column, colour }: ChartSeries, index: number): ReactNode {
  return <Line key={column} dataKey={valueOf(index)} type="linear" stroke={colour} strokeWidth={1.5} strokeDasharray="4 2" strokeLinejoin="round" dot={false} activeDot={false} connectNulls={false} isAnimationActive={false} tooltipType="none" legendType="none" />;
}

/** The same function for the same place each time: a new one would make recharts read all rows again. */
const readers: readonly ((row: ChartRow) => number | null)[] = [0, 1, 2, 3].map((index) => (row) => row.values[index] ?? null);

function valueOf(index: number): (row: ChartRow) => number | null {
  const reader = readers[index];
  if (reader === undefined) throw new Error(`a chart has at most ${readers.length} lines`);
  return reader;
}

/** Within the edges, whatever the tick's place. */
function timeLabel({ x, y, payload }: XAxisTickContentProps, width: number, showsSeconds: boolean): ReactNode {
  const at = Number(x);
  return (
    <text className="chart-label" x={at} y={Number(y) + 6} textAnchor={at > width - 30 ? 'end' : at < 24 ? 'start' : 'middle'}>
      {formatClock(Number(payload.value)).slice(0, showsSeconds ? 8 : 5)}
    </text>
  );
}

/** Below the topmost line, above the others; zero goes without saying. */
function valueLabel({ y, index, payload, visibleTicksCount }: YAxisTickContentProps, format: (value: number) => string): ReactNode {
  if (index === 0) return null;
  return (
    <text className="chart-label" x="14" y={Number(y) + (index === visibleTicksCount - 1 ? 12 : -3)}>
      {format(Number(payload.value))}
    </text>
  );
}
