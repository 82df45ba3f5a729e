// SPDX-License-Identifier: Apache-2.0
/** Hands on one message of each user in each turn of the event loop, however many connections bring some. */

export interface MessageTurns {
  /** Runs the task in the user's next turn. */
  next(uid: number, task: () => void): void;
}

/** `nextTurn` is `setImmediate`. */
export function createMessageTurns(nextTurn: (run: () => void) => unknown): MessageTurns {
  const waiting = new Map<number, (() => void)[]>();

  function runOne(uid: number): void {
    const tasks = waiting.get(uid) ?? [];
    const task = tasks.shift();
    if (tasks.length === 0) waiting.delete(uid);
    else nextTurn(() => runOne(uid));
    task?.();
  }

  return {
    next(uid, task) {
      const tasks = waiting.get(uid);
      if (tasks !== undefined) {
        tasks.push(task);
        return;
      }
      waiting.set(uid, [task]);
      nextTurn(() => runOne(uid));
    },
  };
}
