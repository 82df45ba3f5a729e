// SPDX-License-Identifier: Apache-2.0
/** Moves of the shown range: along the time, closer, and further away. It never leaves what can be asked for. */

import { shortestRange } from '../../lib/time-choice.ts';
import type { TimeRange } from '../../lib/time-range.ts';

/** Limits a range to the time for which usage is kept. */
export const longestRange = 30 * 86_400;

/** `share` of its length later, or earlier when it is negative. `newest` is where the time ends. */
export function panRange({ from, to }: TimeRange, share: number, newest: number): TimeRange {
  const length = to - from;
  const end = Math.min(newest, Math.max(newest - longestRange + length, to + share * length));
  return { from: end - length, to: end };
}

/** `factor` times as long; the time `at` stays where it is, as far as that is possible. */
export function zoomRange(
  { from, to }: TimeRange,
  factor: number,
  { at, newest }: { readonly at: number; readonly newest: number },
): TimeRange {
  const length = Math.min(longestRange, Math.max(shortestRange, (to - from) * factor));
  const begin = at - ((at - from) / (to - from)) * length;
  return panRange({ from: begin, to: begin + length }, 0, newest);
}
