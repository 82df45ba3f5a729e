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
  /** The latest of its tasks began then, in the count of all that began; 0 for an owner who has had no turn. */
  begunAt: number;
  /** How many turns of the event loop it has let others go first since then. */
  yielded: number;
  readonly waiting: Set<() => void>;
}

/** One who sends without pause delays the others by this, but never blocks them. */
const maxYielded = 4;

/** The lines of all owners, and what they share. */
interface TurnState {
  readonly limits: Required<TurnLimits>;
  readonly lines: Map<number | undefined, Line>;
  running: number;
  /** Tasks that have begun so far. */
  begun: number;
  /** Says whether tasks that wait are looked at in the next turn of the event loop. */
  isDue: boolean;
}

const usualLimits = { together: Infinity, waiting: Infinity, what: 'tasks', recent: () => [] };

export function createTurns(limits: TurnLimits): Turns {
  const state: TurnState = {
    limits: { ...usualLimits, ...limits },
    lines: new Map(),
    running: 0,
    begun: 0,
    isDue: false,
  };
  return { run: (owner, task, signal) => run({ state, owner, signal }, task) };
}

interface Turn {
  readonly state: TurnState;
  readonly owner: number | undefined;
  readonly signal: AbortSignal;
}

async function run<T>({ state, owner, signal }: Turn, task: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const line = lineOf(state, owner);
  if (line.waiting.size === 0 && isFree(state, line) && !mustYield(state, line)) take(state, line);
  else {
    if (isFree(state, line)) beginLater(state);
    await waitIn(line, { state, owner, signal });
  }
  try {
    signal.throwIfAborted();
    return await task();
  } finally {
    release(state, owner, line);
  }
}

function lineOf({ lines }: TurnState, owner: number | undefined): Line {
  const existing = lines.get(owner);
  if (existing !== undefined) return existing;
  const line: Line = { running: 0, begunAt: 0, yielded: 0, waiting: new Set() };
  lines.set(owner, line);
  return line;
}

function isFree({ running, limits }: TurnState, line: Line): boolean {
  return running < limits.together && line.running < limits.each;
}

/** Says whether an owner whose latest turn is longer ago has just sent something. */
function mustYield({ lines, limits }: TurnState, line: Line): boolean {
  if (line.yielded >= maxYielded) return false;
  for (const other of limits.recent()) if ((lines.get(other)?.begunAt ?? 0) < line.begunAt) return true;
  return false;
}

/**
 * Lets tasks begin; the owner whose latest turn is longest ago comes first. In one turn of the event loop it lets at
 * most one task of each owner begin: tasks that never wait would else block it for all.
 */
function beginNext(state: TurnState): void {
  state.isDue = false;
  const lines = [...state.lines.values()];
  for (const line of lines.sort((left, right) => left.begunAt - right.begunAt)) {
    const [next] = line.waiting;
    if (next === undefined || !isFree(state, line)) continue;
    if (mustYield(state, line)) line.yielded += 1;
    else next();
  }
  if ([...state.lines.values()].some((line) => line.waiting.size > 0 && isFree(state, line))) beginLater(state);
}

function beginLater(state: TurnState): void {
  if (state.isDue) return;
  state.isDue = true;
  setImmediate(() => beginNext(state));
}

function take(state: TurnState, line: Line): void {
  state.running += 1;
  state.begun += 1;
  line.running += 1;
  line.begunAt = state.begun;
  line.yielded = 0;
}

function release(state: TurnState, owner: number | undefined, line: Line): void {
  state.running -= 1;
  line.running -= 1;
  forget(state, owner, line);
  beginLater(state);
}

/** Forgets the line of an owner without tasks. */
function forget({ lines }: TurnState, owner: number | undefined, line: Line): void {
  if (line.running === 0 && line.waiting.size === 0) lines.delete(owner);
}

/** Resolves when the task may begin, which is counted as running then. */
function waitIn(line: Line, { state, owner, signal }: Turn): Promise<void> {
  const { waiting: maxWaiting, what } = state.limits;
  if (line.waiting.size >= maxWaiting) fail('too-busy', { limit: `${maxWaiting} ${what} of one user that wait` });
  return new Promise((resolve, reject) => {
    function begin(): void {
      leave();
      take(state, line);
      resolve();
    }
    function abandon(): void {
      leave();
      forget(state, owner, line);
      reject(signal.reason as Error);
    }
    function leave(): void {
      line.waiting.delete(begin);
      signal.removeEventListener('abort', abandon);
    }
    line.waiting.add(begin);
    signal.addEventListener('abort', abandon, { once: true });
  });
}
