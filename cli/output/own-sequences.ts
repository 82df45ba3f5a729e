// SPDX-License-Identifier: Apache-2.0
/** What this program itself writes to a terminal to move its cursor or to colour: the only sequences that leave it. */

import type { Colour } from '../../report/paint.ts';

export const colourCodes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const satisfies Readonly<
  Record<Colour, number>
>;
export const plainAgain = 0;

/** Erases the line that shows progress. */
export const eraseLine = '\r\x1b[K';

/** Goes back so many lines and erases them, for a table that is drawn again in its place. */
export function eraseLines(count: number): string {
  return `\x1b[${count}A\x1b[J`;
}

/** Is the source of a regular expression that matches any of them. */
export const ownSequences = `\\x1b\\[(?:${[plainAgain, ...Object.values(colourCodes)].join('|')})m|\\r\\x1b\\[K|\\x1b\\[\\d{1,4}A\\x1b\\[J`;
