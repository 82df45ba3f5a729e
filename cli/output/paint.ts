// SPDX-License-Identifier: Apache-2.0
/** Colour for people, on a terminal that has it and for those who want it. */

import type { Paint } from '../../report/paint.ts';
import type { OutputStream } from '../command-environment.ts';
import { colourCodes, plainAgain } from './own-sequences.ts';

/** `NO_COLOR`, set to anything, means no (no-color.org). */
export function createPaint(stream: OutputStream, variables: Readonly<Record<string, string | undefined>>): Paint {
  const hasColour = stream.isTTY === true && (variables['NO_COLOR'] ?? '') === '' && variables['TERM'] !== 'dumb';
  return hasColour
    ? (text, colour) =>
        colour === undefined || text === '' ? text : `\x1b[${colourCodes[colour]}m${text}\x1b[${plainAgain}m`
    : (text) => text;
}
