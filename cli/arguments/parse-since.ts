// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a moment in the past: seconds since the epoch, ISO 8601, a span before now (`10m`, `2h`, `3d`), `today` or
 * `yesterday`.
 */

const spans: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * `now` and the result are seconds since the epoch. A time without a zone is local. Undefined when the text is no time.
 */
export function parseSince(text: string, now: number): number | undefined {
  if (/^\d{1,12}(?:\.\d{1,6})?$/.test(text)) return Number(text);
  const [, amount, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) return Math.max(0, now - Number(amount) * (spans[unit] ?? 0));
  if (text === 'today') return midnight(now, 0);
  if (text === 'yesterday') return midnight(now, 1);
  return isoTime.test(text) ? secondsOf(text) : undefined;
}

function midnight(now: number, daysBefore: number): number {
  const date = new Date(now * 1000);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysBefore).getTime() / 1000;
}

function secondsOf(text: string): number | undefined {
  // A bare date is local midnight, like every other time without a zone; JavaScript alone would take it as UTC.
  const milliseconds = Date.parse(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T'));
  return Number.isNaN(milliseconds) || milliseconds < 0 ? undefined : milliseconds / 1000;
}
