// SPDX-License-Identifier: Apache-2.0
/** The limits of the figures. They only get tighter: a limit that is to be worse is changed by hand, for all to see. */

import * as z from 'zod';
import { type Figure, standingOf } from './figure.ts';

/** Parses the file of limits, which has a number for the name of each figure. */
export function readLimits(text: string): ReadonlyMap<string, number> {
  return new Map(Object.entries(z.record(z.string(), z.number()).parse(JSON.parse(text))));
}

/**
 * Gives the limits with those that their figures are better than set to the figures, and with a limit for each figure
 * that has none. Limits without a figure are left out.
 */
export function tightenLimits(
  figures: readonly Figure[],
  limits: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  return new Map(
    figures.map((figure): [string, number] => {
      const limit = limits.get(figure.name);
      const isKept = limit !== undefined && standingOf(figure, limit) !== 'loose';
      return [figure.name, isKept ? limit : figure.measured];
    }),
  );
}

export function formatLimits(limits: ReadonlyMap<string, number>): string {
  return `${JSON.stringify(Object.fromEntries(limits), undefined, 2)}\n`;
}

/** Gives the names of limits that no figure has, which are left from a figure of before. */
export function findUnusedLimits(figures: readonly Figure[], limits: ReadonlyMap<string, number>): readonly string[] {
  return [...limits.keys()].filter((name) => !figures.some((figure) => figure.name === name));
}
