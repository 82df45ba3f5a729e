// SPDX-License-Identifier: Apache-2.0
/** Compares MCS categories of two levels, ranges included. */

import { remember } from './remember.ts';

export interface Clearance {
  readonly sensitivity: number;
  /** Gives the first and the last category of each range, in order; ranges that touch are merged. */
  readonly ranges: readonly (readonly [number, number])[];
}

/**
 * The high end of a level: `s0:c5,c6` as it is, `s0-s0:c0.c1023` after its dash. Undefined for a level that is not
 * written in numbers.
 */
export function clearanceOf(level: string): Clearance | undefined {
  return remembered(level) ?? undefined;
}

const remembered = remember((level): Clearance | null => {
  const high = level.slice(level.indexOf('-') + 1);
  const match = /^s(\d{1,4})(?::(c\d{1,5}(?:[.,]c\d{1,5})*))?$/.exec(high);
  if (match === null) return null;
  const ranges = (match[2] ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map(rangeOf);
  return { sensitivity: Number(match[1]), ranges: merged(ranges) };
});

/** True when every category of `other` is one of `clearance`. */
export function holdsCategories(clearance: Clearance, other: Clearance): boolean {
  return other.ranges.every(([first, last]) => clearance.ranges.some(([low, high]) => low <= first && last <= high));
}

function rangeOf(part: string): readonly [number, number] {
  const [first = '', last = first] = part.split('.');
  return [Number(first.slice(1)), Number(last.slice(1))];
}

function merged(ranges: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const result: [number, number][] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const previous = result.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else result.push([first, last]);
  }
  return result;
}
