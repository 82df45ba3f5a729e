// SPDX-License-Identifier: Apache-2.0
/** A moment that an option names, in seconds since the epoch. */

import { UsageError } from '../usage-error.ts';
import { parseSince } from './parse-since.ts';

/** What a moment may be, for helps. */
export const momentForms = 'epoch seconds, 2026-11-24T08:00, 10m, 2h, 3d, today or yesterday';

/** `option` as it is written: `--since`. Fails with a usage error when the text is no moment. */
export function momentOption(option: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const moment = parseSince(text, now);
  if (moment === undefined)
    throw new UsageError(
      `${option} ${text}: give epoch seconds, a time such as 2026-11-24T08:00, a span such as 10m, 2h or 3d, today or yesterday`,
    );
  return moment;
}
