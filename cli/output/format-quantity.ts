// SPDX-License-Identifier: Apache-2.0
/** Numbers as people read them: sizes in IEC units. */

import { absent } from './format-table.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

export function formatBytes(bytes: number | null): string {
  if (bytes === null) return absent;
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${value < 10 && power > 0 ? Number(value.toFixed(1)) : Math.round(value)} ${units[power] ?? ''}`;
}

export function formatPercent(percent: number | null): string {
  return percent === null ? absent : `${percent.toFixed(1)} %`;
}

export function formatCount(count: number | null): string {
  return count === null ? absent : String(count);
}
