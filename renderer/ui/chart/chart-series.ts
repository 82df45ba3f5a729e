/** One line of a chart, and the limit it is held against. */

import type { UsageColumn } from '../../features/usage/usage.ts';

export interface ChartSeries {
  readonly label: string;
  readonly column: UsageColumn;
  readonly colour: string;
  readonly isDashed?: boolean;
}

export interface ChartLimit {
  readonly value: number;
  readonly label: string;
}
