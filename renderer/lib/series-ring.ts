// SPDX-License-Identifier: Apache-2.0
/** A ring of measurements at times: typed arrays of a fixed length, several columns, NaN for "not measured". */

/** Longest distance of two measurements that still are one line, in seconds: on a busy host some come late. */
export const gapSeconds = 5;

export interface SeriesRing<Column extends string> {
  readonly length: number;
  readonly gapSeconds: number;
  /** Adds a row; one that is not newer than the last is ignored. */
  push(time: number, values: Readonly<Record<Column, number>>): void;
  /** Gives the time of a row, 0 being the oldest. */
  timeAt(index: number): number;
  valueAt(column: Column, index: number): number;
  /** Gives the newest value; NaN when there is none. */
  latest(column: Column): number;
  latestTime(): number;
  /** Gives the index of the row nearest to a time; -1 when the ring is empty. */
  nearest(time: number): number;
}

export function createSeriesRing<Column extends string>(
  columns: readonly Column[],
  capacity: number,
): SeriesRing<Column> {
  const times = new Float64Array(capacity);
  // Half the space of the times: seven digits are more than is shown.
  const values = new Map<Column, Float32Array>(columns.map((column) => [column, new Float32Array(capacity)]));
  let start = 0;
  let length = 0;

  const slot = (index: number): number => (start + index) % capacity;

  function timeAt(index: number): number {
    return index < 0 || index >= length ? Number.NaN : (times[slot(index)] ?? Number.NaN);
  }

  function valueAt(column: Column, index: number): number {
    return index < 0 || index >= length ? Number.NaN : (values.get(column)?.[slot(index)] ?? Number.NaN);
  }

  return {
    gapSeconds,
    get length() {
      return length;
    },
    push(time, row) {
      if (length > 0 && time <= timeAt(length - 1)) return;
      if (length === capacity) start = (start + 1) % capacity;
      else length += 1;
      const at = slot(length - 1);
      times[at] = time;
      for (const [column, array] of values) array[at] = row[column];
    },
    timeAt,
    valueAt,
    latest: (column) => valueAt(column, length - 1),
    latestTime: () => timeAt(length - 1),
    nearest(time) {
      let low = 0;
      let high = length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (timeAt(middle) < time) low = middle + 1;
        else high = middle;
      }
      if (length === 0) return -1;
      return low > 0 && time - timeAt(low - 1) < timeAt(low) - time ? low - 1 : low;
    },
  };
}
