// SPDX-License-Identifier: Apache-2.0
/** What a load has under way, what it waits for, and what the helper acknowledged to it. */

/** What the helper said it had done; `unknown` is what was under way when it was killed. */
export type Expected = 'there' | 'gone' | 'unknown';

type ChangeKind =
  | ('create' | 'create-own' | 'configure' | 'start' | 'stop' | 'confine' | 'remove')
  | ('attach-volume' | 'detach-volume' | 'restore-labels');

/** Asks the helper for one change of a container. */
export interface Change {
  readonly kind: ChangeKind;
  readonly work: () => Promise<unknown>;
}

export interface LoadState {
  /** Holds what is expected of each container, by its name. */
  readonly expected: Map<string, Expected>;
  readonly underWay: Map<symbol, ChangeKind>;
  /** Each is called when the last change that was under way has ended. */
  readonly waiting: Set<() => void>;
  readonly ending: AbortController;
  acknowledged: number;
  /** Counts the containers that were begun; each has its number in its name. */
  made: number;
  /** Nothing begins before it resolves. */
  gate: Promise<void>;
  openGate: () => void;
}

export function createLoadState(): LoadState {
  return {
    expected: new Map(),
    underWay: new Map(),
    waiting: new Set(),
    ending: new AbortController(),
    acknowledged: 0,
    made: 0,
    gate: Promise.resolve(),
    openGate: () => undefined,
  };
}

export function isStopped({ ending }: LoadState): boolean {
  return ending.signal.aborted;
}

/** Makes one change of a container, and tells whether the helper acknowledged it. */
export async function makeChange(state: LoadState, name: string, { kind, work }: Change): Promise<boolean> {
  const { expected, underWay, waiting } = state;
  const key = Symbol(kind);
  const before = expected.get(name);
  expected.set(name, 'unknown');
  underWay.set(key, kind);
  try {
    await work();
    expected.set(name, kind === 'remove' ? 'gone' : 'there');
    state.acknowledged += 1;
    return true;
  } catch {
    // Killed meanwhile, or denied since the container is not there: what it is now is read from the host.
    if (before !== undefined && kind !== 'remove' && !kind.startsWith('create')) expected.set(name, before);
    return false;
  } finally {
    underWay.delete(key);
    if (underWay.size === 0) for (const notify of waiting) notify();
  }
}

/** Closes the gate, and waits until nothing is under way any more. */
export async function pauseLoad(state: LoadState): Promise<void> {
  state.gate = new Promise((resolve) => (state.openGate = resolve));
  if (state.underWay.size === 0) return;
  await new Promise<void>((resolve) => {
    const notify = (): void => {
      state.waiting.delete(notify);
      resolve();
    };
    state.waiting.add(notify);
  });
}
