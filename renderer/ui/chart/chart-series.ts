// SPDX-License-Identifier: Apache-2.0
/** One line of a chart, and the limit it is held against. */

export interface ChartSeries<Column extends string = string> {
  readonly label: string;
  readonly column: Column;
  readonly colour: string;
  readonly isDashed?: boolean;
}

export interface ChartLimit {
  readonly value: number;
  readonly label: string;
}
