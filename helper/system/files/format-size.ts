// SPDX-License-Identifier: Apache-2.0
/** A size as people read it. */

const steps = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Writes a size for people, for example "1.5 GiB". */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < steps.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : Number(value.toFixed(1))} ${steps[unit] ?? ''}`;
}
