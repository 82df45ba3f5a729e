// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the tasks of several owners, few at a time, in turns: however many tasks one owner has, another's next task
 * waits for one of his, not for all.
 */

import { fail } from '../../../contract/errors.ts';

export interface TurnLimits {
  /** Tasks of one owner that run at the same time. */
  readonly each: number;
  /** Tasks of all owners that run at the same time; unlimited when left out. */
  readonly together?: number;
  /** Tasks of one owner that may wait; unlimited when left out. */
  readonly waiting?: number;
  /** What is limited, for the words of the failure `too-busy`. */
  readonly what?: string;
  /** Owners of what has just arrived: an owner whose latest turn is more recent lets them go first. */
  readonly recent?: () => Iterable<number>;
}

export interface Turns {
  /**
   * Runs the task in its owner's turn; an owner is a uid, or undefined for the helper itself. Gives what the task
   * gives.
   * Rejects with the signal's reason when it aborts before the task began, and with `too-busy` when too many of the
   * owner's wait.
   */
  run<T>(owner: number | undefined, task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

interface Line {
  running: number;
  /** When the latest of its tasks began, in the count of all that began; 0 for an owner who has had no turn. */
  begunAt: number;
  /** How many turns of the event loop it has let others go first since then. */
  yielded: number;
  readonly waiting: Set<() => void>;
}

/** So that one who sends without pause delays the others, but never blocks them. */
const maxYielded = 4;

export function createTurns({
  each,
  together = Infinity,
  waiting: maxWaiting = Infinity,
  what = 'tasks',
  recent = () => [],
}: TurnLimits): Turns {
  const lines = new Map<number | undefined, Line>();
  let running = 0;
  let begun = 0;
  let isDue = false;

  function lineOf(owner: number | undefined): Line {
    const existing = lines.get(owner);
    if (existing !== undefined) return existing;
    const line: Line = { running: 0, begunAt: 0, yielded: 0, waiting: new Set() };
    lines.set(owner, line);
    return line;
  }

  function isFree(line: Line): boolean {
    return running < together && line.running < each;
  }

  function mustYield(line: Line): boolean {
    if (line.yielded >= maxYielded) return false;
    for (const other of recent()) if ((lines.get(other)?.begunAt ?? 0) < line.begunAt) return true;
    return false;
  }

  /**
   * Whose latest turn is longest ago comes first. Lets at most one task of each owner begin in one turn of the event
   * loop: tasks that never wait would else block it for all.
   */
  function beginNext(): void {
    isDue = false;
    for (const line of [...lines.values()].sort((left, right) => left.begunAt - right.begunAt)) {
      const [next] = line.waiting;
      if (next === undefined || !isFree(line)) continue;
      if (mustYield(line)) line.yielded += 1;
      else next();
    }
    if ([...lines.values()].some((line) => line.waiting.size > 0 && isFree(line))) beginLater();
  }

  function beginLater(): void {
    if (isDue) return;
    isDue = true;
    setImmediate(beginNext);
  }

  function take(line: Line): void {
    running += 1;
    line.running += 1;
    line.begunAt = begun += 1;
    line.yielded = 0;
  }

  function release(owner: number | undefined, line: Line): void {
    running -= 1;
    line.running -= 1;
    forget(owner, line);
    beginLater();
  }

  function forget(owner: number | undefined, line: Line): void {
    if (line.running === 0 && line.waiting.size === 0) lines.delete(owner);
  }

  function waitIn(owner: number | undefined, line: Line, signal: AbortSignal): Promise<void> {
    if (line.waiting.size >= maxWaiting) fail('too-busy', { limit: `${maxWaiting} ${what} of one user that wait` });
    return new Promise((resolve, reject) => {
      function leave(): void {
        line.waiting.delete(begin);
        signal.removeEventListener('abort', abandon);
      }
      function begin(): void {
        leave();
        take(line);
        resolve();
      }
      function abandon(): void {
        leave();
        forget(owner, line);
        reject(signal.reason as Error);
      }
      line.waiting.add(begin);
      signal.addEventListener('abort', abandon, { once: true });
    });
  }

  return {
    async run(owner, task, signal) {
      signal.throwIfAborted();
      const line = lineOf(owner);
      if (line.waiting.size === 0 && isFree(line) && !mustYield(line)) take(line);
      else {
        if (isFree(line)) beginLater();
        await waitIn(owner, line, signal);
      }
      try {
        signal.throwIfAborted();
        return await task();
      } finally {
        release(owner, line);
      }
    },
  };
}
