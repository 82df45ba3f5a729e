// SPDX-License-Identifier: Apache-2.0
/** Which owners have just sent something, so that the next task of a busy owner can wait until theirs has begun. */

export interface Arrivals {
  /** Something of this owner has arrived: it counts as recent for the next turns of the event loop. */
  note(owner: number): void;
  /** The owners of what arrived recently. */
  recent(): Iterable<number>;
}

/**
 * A message takes three turns of the event loop from its arrival to its handler: its user's turn, the queue of the
 * protocol, and the polkit answer that is kept.
 */
const turnsKept = 4;

/** `nextTurn` is `setImmediate`. */
export function createArrivals(nextTurn: (run: () => void) => unknown): Arrivals {
  const turnsLeft = new Map<number, number>();

  function count(): void {
    for (const [owner, turns] of turnsLeft)
      if (turns === 1) turnsLeft.delete(owner);
      else turnsLeft.set(owner, turns - 1);
    if (turnsLeft.size > 0) nextTurn(count);
  }

  return {
    note(owner) {
      if (turnsLeft.size === 0) nextTurn(count);
      turnsLeft.set(owner, turnsKept);
    },
    recent: () => turnsLeft.keys(),
  };
}
