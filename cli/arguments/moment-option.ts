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

/** An option as it is written, and what was given for it. */
type Named = readonly [option: string, text: string | undefined];

/**
 * `options` names the one that begins a range and the one that ends it, in this order. Fails with a usage error as
 * {@link momentOption} does, and where the range begins in the future or ends before it begins.
 */
export function momentRange(
  [[begin, first], [end, second]]: readonly [Named, Named],
  now: number,
): { readonly from: number | undefined; readonly to: number | undefined } {
  const [from, to] = [momentOption(begin, first, now), momentOption(end, second, now)];
  if (from !== undefined && from > now) throw new UsageError(`${begin} ${first} is in the future`);
  if (from !== undefined && to !== undefined && from >= to)
    throw new UsageError(`${begin} ${first} is not before ${end} ${second}`);
  return { from, to };
}
