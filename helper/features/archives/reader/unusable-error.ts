// SPDX-License-Identifier: Apache-2.0
/** Why an archive is not unpacked: in words for the person who gave it. */

import { visibleLine } from '../../../system/visible-line.ts';

/** What the archive does that is not accepted, as an end of "cannot unpack the archive: ...". */
export class UnusableError extends Error {}

/** It has more than fits on the disk. */
export class NoSpaceError extends Error {
  constructor() {
    super('its files do not fit on the disk');
  }
}

const maxShown = 200;

/** A name of an archive, whose bytes are one character each, as it may stand in a message. */
export function shownName(name: string): string {
  const text = visibleLine(Buffer.from(name, 'latin1').toString('utf8'));
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}
