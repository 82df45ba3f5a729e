// SPDX-License-Identifier: Apache-2.0
/** Describes one line of a chart, and the limit it is held against. */

/** Limits the lines of a chart to as many as can be distinguished. */
export const maxLines = 8;

export interface ChartSeries<Column extends string = string> {
  readonly label: string;
  readonly column: Column;
  readonly colour: string;
  readonly isDashed?: boolean;
  /** Draws the line without a ground below it, for charts of many lines. */
  readonly isBare?: boolean;
}

/** Lines that one can hide and show again, by their labels. */
export interface LineToggles {
  readonly hidden: ReadonlySet<string>;
  /** Hides a line or shows it; `isAlone`: shows no other, or all again. */
  onToggle(label: string, isAlone: boolean): void;
}

export interface ChartLimit {
  readonly value: number;
  /** Says what it is, without the value. */
  readonly label: string;
}
