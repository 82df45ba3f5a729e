// SPDX-License-Identifier: Apache-2.0
/** Sizes, rates and shares as people read and type them: IEC units, three significant figures. */

import { currentLocale } from './language/t.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
  p: 1024 ** 5,
};

/** Kept: to make one takes longer than to format with it, and charts do so each second. */
const wholeCounts = new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: 0 });
const decimalPoint =
  new Intl.NumberFormat(currentLocale()).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';

/** `536870912` gives `512 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const isWhole = unit === 0 || value >= 100 || Number.isInteger(value);
  const decimals = value >= 10 ? 1 : 2;
  return `${formatDecimal(value, isWhole ? 0 : decimals)} ${units[unit] ?? 'B'}`;
}

/** Bytes in a second. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** One decimal below ten, none above. */
export function formatPercent(percent: number): string {
  return `${formatDecimal(percent, percent < 10 && percent !== 0 ? 1 : 0)} %`;
}

/** Reads `512M`, `1.5 GiB`, `2g`, `1048576`. Undefined when it is no size. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(?:([kmgtp])?(?:i?b)?|b)\s*$/i.exec(withPoint(text));
  if (match === null) return undefined;
  const factor = factors[(match[2] ?? '').toLowerCase()];
  return factor === undefined ? undefined : Math.round(Number(match[1]) * factor);
}

/** Reads a bound of a filter: a number, `512M`, `80%`, or a time such as `90s`, `30min`, `2h`, `3d`, in seconds. */
export function parseAmount(text: string): number | undefined {
  return parseBytes(text) ?? parseSpan(text) ?? parseCount(text.replace(/%$/, ''));
}

function parseSpan(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(s|min|h|d)$/i.exec(withPoint(text));
  return match === null ? undefined : Number(match[1]) * ({ s: 1, min: 60, h: 3600, d: 86_400 }[match[2] ?? ''] ?? 1);
}

/** The shortest text that {@link parseBytes} reads back as the same number: `512M`. */
export function bytesAsTyped(bytes: number): string {
  for (const unit of ['t', 'g', 'm', 'k'] as const) {
    const factor = factors[unit] ?? 1;
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit.toUpperCase()}`;
  }
  return String(bytes);
}

/** Reads a plain positive number such as `1.5`. */
export function parseCount(text: string): number | undefined {
  const number = withPoint(text);
  return /^\s*\d+(?:\.\d+)?\s*$/.test(number) ? Number(number) : undefined;
}

/** Where the language writes a comma, `1,5` is read as well as `1.5`. */
function withPoint(text: string): string {
  return text.replace(decimalPoint, '.');
}

/** `1.25` with one digit gives `1.3`, with the point or comma of the language. Thousands are not marked. */
export function formatDecimal(value: number, digits: number): string {
  return value.toFixed(digits).replace('.', decimalPoint);
}

/** `12345` gives `12,345`. */
export function formatCount(count: number): string {
  return wholeCounts.format(Math.round(count));
}
