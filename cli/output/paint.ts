// SPDX-License-Identifier: Apache-2.0
/** Colour for people, on a terminal that has it and for those who want it. */

import type { OutputStream } from '../command-environment.ts';

const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;

export type Colour = keyof typeof codes;

/** Gives the text in the colour, or as it is. */
export type Paint = (text: string, colour: Colour | undefined) => string;

/** `NO_COLOR`, set to anything, means no (no-color.org). */
export function createPaint(stream: OutputStream, variables: Readonly<Record<string, string | undefined>>): Paint {
  const hasColour = stream.isTTY === true && (variables['NO_COLOR'] ?? '') === '' && variables['TERM'] !== 'dumb';
  return hasColour
    ? (text, colour) => (colour === undefined || text === '' ? text : `\x1b[${codes[colour]}m${text}\x1b[0m`)
    : (text) => text;
}
