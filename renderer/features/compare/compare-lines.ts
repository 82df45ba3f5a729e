// SPDX-License-Identifier: Apache-2.0
/** The lines of charts that compare containers: one for each container and metric. */

import type { ChartSeries } from '../../ui/chart/chart-series.ts';
import { lineColours } from '../usage/line-colours.ts';
import type { UsageLine } from '../usage/use-usage-lines.ts';
import type { UsageMetric } from '../usage/usage-metrics.ts';

export function linesOf(names: readonly string[], metrics: readonly UsageMetric[]): readonly UsageLine[] {
  return names.flatMap((container) =>
    metrics.map(({ column }) => ({ key: keyOf(container, column), subject: { container }, column })),
  );
}

/** Gives the lines of one chart, each container in its colour. */
export function seriesOf(names: readonly string[], { column }: UsageMetric): readonly ChartSeries[] {
  const colours = lineColours(names);
  return names.map((name) => {
    const { colour = 'var(--accent)', isDashed = false } = colours.get(name) ?? {};
    return { label: name, column: keyOf(name, column), colour, isDashed, isBare: true };
  });
}

/** No name of a container has a space. */
function keyOf(container: string, column: string): string {
  return `${container} ${column}`;
}
