// SPDX-License-Identifier: Apache-2.0
/**
 * Hands on one message of each user in each turn of the event loop, however many connections bring some. The first is
 * handed on at once.
 */

export interface MessageTurns {
  /** Runs the task at once when none of this user has run in this turn of the event loop, else in the user's next turn. */
  next(uid: number, task: () => void): void;
}

/** `nextTurn` is `setImmediate`. */
export function createMessageTurns(nextTurn: (run: () => void) => unknown): MessageTurns {
  const waiting = new Map<number, (() => void)[]>();

  function runOne(uid: number): void {
    const task = waiting.get(uid)?.shift();
    if (task === undefined) {
      waiting.delete(uid);
      return;
    }
    nextTurn(() => runOne(uid));
    task();
  }

  return {
    next(uid, task) {
      const tasks = waiting.get(uid);
      if (tasks !== undefined) {
        tasks.push(task);
        return;
      }
      waiting.set(uid, []);
      nextTurn(() => runOne(uid));
      task();
    },
  };
}
