// SPDX-License-Identifier: Apache-2.0
/** How long to wait before the next attempt to connect. */

const waits = [1, 2, 4, 8, 15, 30] as const;

/** Milliseconds to wait before attempt `attempt` (1 is the first repetition). */
export function backOff(attempt: number): number {
  return (waits[Math.min(attempt, waits.length) - 1] ?? 30) * 1000;
}
