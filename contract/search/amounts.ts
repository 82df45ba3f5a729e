// SPDX-License-Identifier: Apache-2.0
/** Sizes, shares and times as people type them. */

import { decimalPoint } from '../text.ts';

const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
  p: 1024 ** 5,
};

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
  return text.replace(decimalPoint(), '.');
}
