// SPDX-License-Identifier: Apache-2.0
/** The map of isolation as people read it on a terminal. */

import type { IsolationMap } from '../../contract/model/isolation-finding.ts';
import { escapeText } from '../../report/escape-text.ts';
import type { Colour, Paint } from '../../report/paint.ts';
import { displayWidth } from '../output/display-width.ts';

const letters: Readonly<Record<string, { readonly sign: string; readonly colour: Colour | undefined }>> = {
  '-': { sign: ' ', colour: undefined },
  c: { sign: 'c', colour: 'green' },
  t: { sign: 't', colour: 'green' },
  o: { sign: 'O', colour: 'red' },
  u: { sign: '?', colour: 'yellow' },
};

/** Rows are numbered, and columns by the same numbers, so that long names do not make wide columns. */
export function mapText({ containers, rows }: IsolationMap, paint: Paint): string {
  const names = containers.map(({ name }) => escapeText(name));
  const width = Math.max(0, ...names.map(displayWidth));
  const digits = String(containers.length).length;
  const head = `${' '.repeat(digits + 1 + width)}  ${containers.map((_, index) => String(index + 1).padStart(digits)).join(' ')}`;
  const body = rows.map((row, index) => {
    const cells = Array.from(row, (letter) => {
      const { sign, colour } = letters[letter] ?? { sign: letter, colour: undefined };
      return `${' '.repeat(digits - 1)}${paint(sign, colour)}`;
    });
    const name = names[index] ?? '';
    return `${String(index + 1).padStart(digits)} ${name}${' '.repeat(width - displayWidth(name))}  ${cells.join(' ')}`;
  });
  const legend =
    'c isolated by categories, t isolated by type, O not isolated: the processes of the row ' +
    'reach the files or processes of the column, ? unknown';
  return [head, ...body, '', legend].map((line) => `${line.trimEnd()}\n`).join('');
}
