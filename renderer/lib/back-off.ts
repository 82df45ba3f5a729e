// SPDX-License-Identifier: Apache-2.0
/** How long to wait before the next attempt to connect. */

const waits = [1, 2, 4, 8, 15, 30, 60, 120] as const;
/** Seconds at most for the host that somebody looks at. */
const longestShown = 30;

export interface BackOff {
  /** Says whether somebody looks at the host. */
  readonly isShown: boolean;
  /**
   * Moves the attempt by up to a fifth, by a number from 0 to 1, so that many hosts lost at once are not tried at once.
   */
  readonly chance: number;
}

/** Milliseconds to wait before attempt `attempt` (1 is the first repetition). */
export function backOff(attempt: number, { isShown, chance }: BackOff): number {
  const wait = waits[Math.min(attempt, waits.length) - 1] ?? longestShown;
  return (isShown ? Math.min(wait, longestShown) : wait) * (0.8 + 0.4 * chance) * 1000;
}
