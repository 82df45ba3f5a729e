// SPDX-License-Identifier: Apache-2.0
/** Files of which each fills one column of a row; they stay open. One table says the column, the file and its form. */

import { type CounterFile, openCounterFile, shared } from '../../cgroup/counter-file.ts';
import { numberAt } from '../../cgroup/scan-numbers.ts';

export interface ColumnFiles {
  /** Fills the columns from the files as they are now. */
  read(): void;
  close(): void;
}

export interface ColumnFile {
  readonly column: number;
  readonly path: string;
  readonly parse: (file: CounterFile) => number;
}

interface PressureColumns {
  readonly pressureCpu: number;
  readonly pressureMemory: number;
  readonly pressureIo: number;
}

const pressureStart = 'some avg10='.length;

export function openColumnFiles(row: Float64Array, table: readonly ColumnFile[]): ColumnFiles {
  const files = table.map(({ column, path, parse }) => ({ column, parse, file: openCounterFile(path) }));
  return {
    read() {
      for (const { column, parse, file } of files) row[column] = parse(file);
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

/** The pressure of each resource: `some avg10` of its file, which `pathOf` names. */
export function pressureFiles(
  columns: PressureColumns,
  pathOf: (resource: 'cpu' | 'memory' | 'io') => string,
): readonly ColumnFile[] {
  const parse = (file: CounterFile): number => numberAt(shared, file.read(), pressureStart);
  return [
    { column: columns.pressureCpu, path: pathOf('cpu'), parse },
    { column: columns.pressureMemory, path: pathOf('memory'), parse },
    { column: columns.pressureIo, path: pathOf('io'), parse },
  ];
}
