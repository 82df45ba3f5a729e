// SPDX-License-Identifier: Apache-2.0
/** Shows the values of a chart beside its drawing, so that no line goes through a figure. */

import { placeFigures } from './axis.ts';
import type { ChartLimit } from './chart-series.ts';

interface ValueAxisProps {
  readonly ticks: readonly number[];
  readonly max: number;
  readonly limit: ChartLimit | undefined;
  readonly format: (value: number) => string;
  /** Gives the height of the drawing without the axis of time. */
  readonly height: number;
}

export function ValueAxis({ ticks, max, limit, format, height }: ValueAxisProps) {
  const { figures, limitY } = placeFigures({ ticks, max, limit: limit?.value, height });
  return (
    <div className="chart-values" style={{ height }} aria-hidden="true">
      {figures.map(({ value, y }) => (
        <span key={value} style={{ top: y }}>
          {format(value)}
        </span>
      ))}
      {limit !== undefined && (
        <span className="limit" style={{ top: limitY }}>
          {limit.label}
          <br />
          {format(limit.value)}
        </span>
      )}
    </div>
  );
}
