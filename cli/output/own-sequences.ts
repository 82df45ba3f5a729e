// SPDX-License-Identifier: Apache-2.0
/** What this program itself writes to a terminal to move its cursor or to colour: the only sequences that leave it. */

export const colourCodes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;
export const plainAgain = 0;

/** Of the line that shows progress. */
export const eraseLine = '\r\x1b[K';

/** The source of a regular expression for any of them. */
export const ownSequences = `\\x1b\\[(?:${[plainAgain, ...Object.values(colourCodes)].join('|')})m|\\r\\x1b\\[K`;
