// SPDX-License-Identifier: Apache-2.0
/** Sizes, rates and shares as people read them: IEC units, three significant figures. */

import { decimalPoint } from '../../contract/text.ts';
import { currentLocale } from './language/t.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
/** Kept: to make one takes longer than to format with it, and charts do so each second. */
const wholeCounts = new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: 0 });

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

/** Writes one decimal below ten, none above. */
export function formatPercent(percent: number): string {
  return `${formatDecimal(percent, percent < 10 && percent !== 0 ? 1 : 0)} %`;
}

/** `1.25` with one digit gives `1.3`, with the point or comma of the language. Thousands are not marked. */
export function formatDecimal(value: number, digits: number): string {
  return value.toFixed(digits).replace('.', decimalPoint());
}

/** `12345` gives `12,345`. */
export function formatCount(count: number): string {
  return wholeCounts.format(Math.round(count));
}
