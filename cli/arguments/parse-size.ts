// SPDX-License-Identifier: Apache-2.0
/** Reads a size in bytes: `512M`, `1G`, `1.5GiB`, `1048576`. Units are powers of 1024, as in a cgroup file. */

const powers: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** Undefined when the text is no size, or not a whole number of bytes. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d{1,16}(?:\.\d{1,6})?) ?(?:([kmgtp])(?:ib)?|b)?$/i.exec(text);
  const power = powers[match?.[2]?.toLowerCase() ?? ''];
  if (match?.[1] === undefined || power === undefined) return undefined;
  const bytes = Number(match[1]) * 1024 ** power;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
