// SPDX-License-Identifier: Apache-2.0
/**
 * The time that a page shows, as it was chosen: the last so many seconds, which move with the clock, or from one moment
 * to another. Its text stands in the address, in the words of `bulkheadctl history`. All times are of the host.
 */

import { t } from './language/t.ts';
import { formatAsOf, formatDuration } from './moments.ts';
import type { TimeRange } from './time-range.ts';

export type TimeChoice =
  { readonly kind: 'last'; readonly seconds: number } | ({ readonly kind: 'between' } & TimeRange);

/** Shorter ranges show nothing: a sample comes each second. */
export const shortestRange = 10;

/** Allows the end of a range to lie this far beyond the clock: samples and clock do not come at the same moment. */
const toleranceSeconds = 60;

export function formatTimeChoice(choice: TimeChoice): Readonly<Record<string, string>> {
  if (choice.kind === 'last') return { range: String(choice.seconds) };
  return { from: String(Math.floor(choice.from)), until: String(Math.ceil(choice.to)) };
}

/** Gives undefined where there is no choice, or one that is no time, or that ends before it begins. */
export function parseTimeChoice(parameters: URLSearchParams): TimeChoice | undefined {
  const seconds = numberOf(parameters.get('range'));
  if (seconds !== undefined && seconds >= shortestRange) return { kind: 'last', seconds };
  const [from, to] = [numberOf(parameters.get('from')), numberOf(parameters.get('until'))];
  if (from === undefined || to === undefined || to - from < shortestRange) return undefined;
  return { kind: 'between', from, to };
}

/** The moments of a choice when it is `now`. */
export function rangeOf(choice: TimeChoice, now: number): TimeRange {
  return choice.kind === 'last' ? { from: now - choice.seconds, to: now } : choice;
}

/** Later by the length of the range, or earlier where `direction` is -1; undefined where it would reach beyond `now`. */
export function shiftRange({ from, to }: TimeRange, direction: -1 | 1, now: number): TimeRange | undefined {
  const shift = direction * (to - from);
  return to + shift >= now ? undefined : { from: from + shift, to: to + shift };
}

/** What is wrong with a range that a person wrote; `longest` is in seconds. Undefined when it can be shown. */
export function rangeProblem(
  { from, to }: { readonly from: number | undefined; readonly to: number | undefined },
  { now, longest }: { readonly now: number; readonly longest: number },
): string | undefined {
  if (from === undefined || to === undefined) return t('Enter a date and a time such as 2026-11-24 08:00.');
  if (from >= to) return t('The begin has to be before the end.');
  if (from > now) return t('This time is in the future: it is {time} on the host.', { time: formatAsOf(now, now) });
  if (to > now + toleranceSeconds)
    return t('The end is in the future: it is {time} on the host.', { time: formatAsOf(now, now) });
  if (to - from < shortestRange || to - from > longest)
    return t('A range has {least} to {most}.', { least: formatDuration(shortestRange), most: formatDuration(longest) });
  return undefined;
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,11}$/.test(text) ? Number(text) : undefined;
}
