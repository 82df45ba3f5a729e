// SPDX-License-Identifier: Apache-2.0
/**
 * Divides the free space of a disk among the containers that may write to it, so that all together can never use more:
 * each may use what it uses now and a part of the free space. Half of an equal share of the disk is kept for each
 * container that does not use it yet, whatever the others write; the writing containers get the rest, in equal parts at
 * a time.
 */

export interface Claim {
  readonly used: number;
  /** Undefined for one without a limit of its own. */
  readonly limit: number | undefined;
}

export interface Division {
  /** What each may use in total, in the order of the claims; never less than 0, and at most its limit. */
  readonly grants: readonly number[];
  /** Says whether the limits together are more than there is. */
  readonly isOvercommitted: boolean;
}

interface Need {
  readonly used: number;
  readonly limit: number;
}

/** `free` is what may be given out; nothing is given out when it is negative. */
export function divideSpace(free: number, claims: readonly Claim[]): Division {
  const available = Math.max(0, free);
  const needs = claims.map(({ used, limit = Number.POSITIVE_INFINITY }): Need => ({ used, limit }));
  const share = waterLevel(
    available + sumOf(needs.map(({ used }) => used)),
    needs.map(({ limit }) => limit),
  );
  const kept = needs.map((need) => roomBelow(share / 2, need));
  const secured = fillUpTo(waterLevel(available, kept), kept);
  const missing = needs.map((need, index) => roomBelow(need.limit, need) - (secured[index] ?? 0));
  const level = waterLevel(available - sumOf(secured), missing);
  const grants = needs.map(({ used, limit }, index) =>
    Math.min(limit, used + Math.floor((secured[index] ?? 0) + Math.min(missing[index] ?? 0, level))),
  );
  return {
    grants,
    isOvercommitted: claims.some(({ limit }, index) => limit !== undefined && (missing[index] ?? 0) > level),
  };
}

/** What one may still write until it has as much as that. */
function roomBelow(level: number, { used, limit }: Need): number {
  return Math.max(0, Math.min(limit, level) - used);
}

function fillUpTo(level: number, wanted: readonly number[]): readonly number[] {
  return wanted.map((want) => Math.min(want, level));
}

/** The largest grant, so that all together get no more than exists. */
function waterLevel(free: number, wanted: readonly number[]): number {
  const ascending = [...wanted].sort((a, b) => a - b);
  let left = Math.max(0, free);
  for (const [index, want] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (want > share) return share;
    left -= want;
  }
  return Number.POSITIVE_INFINITY;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
