// SPDX-License-Identifier: Apache-2.0
/** The head of a chart: its title, and its lines with the values under the crosshair, or the newest. */

import type { ReactNode } from 'react';
import type { ChartData } from './chart-data.ts';
import { useChartGroup, useCrosshair } from './chart-group.tsx';
import type { ChartSeries } from './chart-series.ts';
import { valueNear } from './series-values.ts';

interface ChartLegendProps<Column extends string> {
  readonly title: string;
  readonly data: ChartData<Column> | undefined;
  readonly series: readonly ChartSeries<Column>[];
  readonly format: (value: number) => string;
  /** Beside the title. */
  readonly actions: ReactNode;
}

export function ChartLegend<Column extends string>({ title, data, series, format, actions }: ChartLegendProps<Column>) {
  const { range } = useChartGroup();
  const time = useCrosshair() ?? range.to;
  return (
    <figcaption className="chart-head">
      <h3>{title}</h3>
      {actions}
      <div className="chart-legends">
        {series.map((one) => (
          <span key={one.column} className="chart-legend">
            <i
              style={{ borderColor: one.colour, borderTopStyle: one.isDashed === true ? 'dashed' : 'solid' }}
              aria-hidden="true"
            />
            {one.label}
            <b>{labelFor(valueNear(data, one.column, time), format)}</b>
          </span>
        ))}
      </div>
    </figcaption>
  );
}

function labelFor(value: number, format: (value: number) => string): string {
  return Number.isNaN(value) ? '–' : format(value);
}
