// SPDX-License-Identifier: Apache-2.0
/** Files of which each fills one column of a row; they stay open. One table says the column, the file and its form. */

import { type CounterFile, openCounterFile, shared } from '../../cgroup/counter-file.ts';
import { numberAt } from '../../cgroup/scan-numbers.ts';

export interface ColumnFiles {
  /** Fills the columns from the files as they are now; between their readings they keep what they had. */
  read(): void;
  close(): void;
}

export interface ColumnFile {
  readonly column: number;
  readonly path: string;
  readonly parse: (file: CounterFile) => number;
  /** Read at every so many readings only; at each when left out. */
  readonly every?: number;
}

interface PressureColumns {
  readonly pressureCpu: number;
  readonly pressureMemory: number;
  readonly pressureIo: number;
}

const pressureStart = 'some avg10='.length;
/** The kernel works out its averages every two seconds. */
const pressureEvery = 2;

/** `phase` spreads rows over the readings at which a file is due. All are read at the first. */
export function openColumnFiles(row: Float64Array, table: readonly ColumnFile[], phase = 0): ColumnFiles {
  const files = table.map(({ path, ...one }) => ({ every: 1, ...one, file: openCounterFile(path) }));
  let turn: number | undefined;
  return {
    read() {
      for (const { column, parse, file, every } of files)
        if (turn === undefined || turn % every === 0) row[column] = parse(file);
      turn = (turn ?? phase) + 1;
    },
    close() {
      for (const { file } of files) file.close();
    },
  };
}

/** A file that begins with its number. */
export function readNumber(file: CounterFile): number {
  return numberAt(shared, file.read(), 0);
}

/** Reads the pressure of each resource: `some avg10` of its file, which `pathOf` names. */
export function pressureFiles(
  columns: PressureColumns,
  pathOf: (resource: 'cpu' | 'memory' | 'io') => string,
): readonly ColumnFile[] {
  const parse = (file: CounterFile): number => numberAt(shared, file.read(), pressureStart);
  return [
    { column: columns.pressureCpu, path: pathOf('cpu'), parse, every: pressureEvery },
    { column: columns.pressureMemory, path: pathOf('memory'), parse, every: pressureEvery },
    { column: columns.pressureIo, path: pathOf('io'), parse, every: pressureEvery },
  ];
}
