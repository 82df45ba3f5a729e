/**
 * Divides what is free on a disk among the containers that may write to it, so that all together can never take more than that: what each may take
 * is what it uses and a share of what is free. Who wants less than an equal share gets what it wants, and the others share the rest.
 */

export interface Claim {
  readonly used: number;
  /** Undefined for one without a limit of its own. */
  readonly limit: number | undefined;
}

export interface Division {
  /** What each may use in all, in the order of the claims; never less than 0, and at most its limit. */
  readonly grants: readonly number[];
  /** Whether all limits together are more than there is. */
  readonly isOvercommitted: boolean;
}

/** `free` is what may be given out; nothing is given out when it is negative. */
export function divideSpace(free: number, claims: readonly Claim[]): Division {
  const wanted = claims.map(({ used, limit = Number.POSITIVE_INFINITY }) => Math.max(0, limit - used));
  const level = levelOf(Math.max(0, free), wanted);
  return {
    grants: claims.map(({ used, limit = Number.POSITIVE_INFINITY }, index) => Math.min(limit, used + Math.floor(Math.min(wanted[index] ?? 0, level)))),
    isOvercommitted: claims.some(({ limit }, index) => limit !== undefined && (wanted[index] ?? 0) > level),
  };
}

/** The most that anybody gets, so that all together get no more than there is. */
function levelOf(free: number, wanted: readonly number[]): number {
  const ascending = [...wanted].sort((a, b) => a - b);
  let left = free;
  for (const [index, want] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (want > share) return share;
    left -= want;
  }
  return Number.POSITIVE_INFINITY;
}
