// SPDX-License-Identifier: Apache-2.0
/**
 * How fast the same work goes in a container, of the bare host's speed: the middle of all rounds as a mark, the middle
 * half of them as a line.
 */

import { useId } from 'react';
import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  Scatter,
  ScatterChart,
  XAxis,
  YAxis,
  type YAxisTickContentProps,
} from 'recharts';
import { benchmarkClassLabels } from '../../../contract/wording/isolation/benchmark-labels.ts';
import type { BenchmarkRow } from '../../../contract/model/benchmark.ts';
import { useWidth } from '../../ui/chart/use-width.ts';
import { chartPoints, chartRange, tickText } from './chart-scale.ts';
import { t } from '../../lib/language/t.ts';

interface BenchmarkChartProps {
  readonly rows: readonly BenchmarkRow[];
}

const rowHeight = 38;
/** Is the average width of a letter in the labels, in pixels; they are as long as the language makes them. */
const letterWidth = 6.7;

export function BenchmarkChart({ rows }: BenchmarkChartProps) {
  const { ref, width } = useWidth<HTMLElement>(600);
  const id = useId();
  const range = chartRange(rows);
  const labelWidth = 16 + letterWidth * Math.max(0, ...rows.map((_, place) => labelOf(rows, place).length));
  const label = (tick: YAxisTickContentProps) => (
    <text x={labelWidth - 8} y={tick.y} dy="0.35em" textAnchor="end" className="cost-label">
      {labelOf(rows, Number(tick.payload.value))}
    </text>
  );
  return (
    <figure className="cost-chart" ref={ref} aria-labelledby={id}>
      <figcaption id={id} className="cost-legend">
        <span className="plain">
          <i aria-hidden="true">●</i> {t('plain LXC')}
        </span>
        <span className="bulkhead">
          <i aria-hidden="true">◆</i> {t('Bulkhead')}
        </span>
        <span className="muted">
          {t('1 is the speed of the bare host. The dashed line is 0.95. The table has the numbers.')}
        </span>
      </figcaption>
      <ScatterChart
        width={width}
        height={rows.length * rowHeight + 30}
        margin={{ top: 4, right: 20, bottom: 4, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid horizontal={false} stroke="var(--line)" shapeRendering="crispEdges" />
        <XAxis
          dataKey="ratio"
          type="number"
          domain={range.domain}
          ticks={range.ticks}
          interval={0}
          allowDataOverflow
          axisLine={false}
          tickLine={false}
          tick={{ fill: 'var(--muted)', fontSize: 11 }}
          tickFormatter={tickText}
        />
        <YAxis
          dataKey="place"
          type="number"
          domain={[-0.5, rows.length - 0.5]}
          ticks={rows.map((_, index) => index)}
          interval={0}
          reversed
          width={labelWidth}
          axisLine={false}
          tickLine={false}
          tick={label}
        />
        <ReferenceLine x={1} stroke="var(--line-strong)" strokeWidth={1.5} />
        <ReferenceLine x={0.95} stroke="var(--line-strong)" strokeDasharray="4 3" />
        <Scatter data={chartPoints(rows, 'plain')} fill="var(--muted)" shape="circle" isAnimationActive={false}>
          <ErrorBar
            dataKey="error"
            direction="x"
            stroke="var(--muted)"
            strokeWidth={1.5}
            width={5}
            isAnimationActive={false}
          />
        </Scatter>
        <Scatter data={chartPoints(rows, 'bulkhead')} fill="var(--accent)" shape="diamond" isAnimationActive={false}>
          <ErrorBar
            dataKey="error"
            direction="x"
            stroke="var(--accent)"
            strokeWidth={1.5}
            width={5}
            isAnimationActive={false}
          />
        </Scatter>
      </ScatterChart>
    </figure>
  );
}

function labelOf(rows: readonly BenchmarkRow[], place: number): string {
  const row = rows[place];
  return row === undefined ? '' : benchmarkClassLabels[row.class];
}
