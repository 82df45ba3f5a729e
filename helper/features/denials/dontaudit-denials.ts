// SPDX-License-Identifier: Apache-2.0
/**
 * The switch that shows dontaudit denials for a while. It always switches back: by a timer, at the helper's end by the
 * policy worker, and after a crash of both by the intent in the journal. A reboot and any other load of the policy end
 * it too, since only the kernel's copy was changed.
 */

import { createQueue, type Queue } from '../../../rpc/async/queue.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { ShownDontaudit } from '../../selinux/policy/worker/policy-worker.ts';
import type { PolicyTransactions } from '../../selinux/policy/policy-transaction.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

export interface DontauditDenialsOptions {
  readonly policy: ShownDontaudit;
  /** Counts loads of the policy, among others. */
  readonly sequence: () => number | undefined;
  /** Bytes of the kernel's policy; undefined when that cannot be read now. */
  readonly loadedSize: () => number | undefined;
  readonly intents: IntentJournal;
  readonly transactions: PolicyTransactions;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Called when the policy of the host could not be loaded again; the load is repeated until it succeeds. */
  readonly onTrouble: (error: unknown) => void;
}

/** The dontaudit denials, and the switch that logs them for a while. */
export interface DontauditDenials {
  /**
   * Resolves to the time at which it ends, once they are logged. Fails with `selinux-unavailable` or
   * `policy-unavailable`.
   */
  show(seconds: number, signal: AbortSignal): Promise<number>;
  hide(): Promise<void>;
  /** Gives the time until which they are logged (null: they are not), then each change, until the signal aborts. */
  watch(signal: AbortSignal): AsyncGenerator<number | null, void, undefined>;
  /** Switches back when a crashed helper did not. */
  recover(): Promise<void>;
  /** Switches back now. */
  close(): void;
}

interface Shown {
  until: number;
  readonly intent: number;
  /** The policy as it was loaded has this size; undefined when that could not be read. */
  readonly size: number | undefined;
  /** The policy was last known to be loaded at this number. */
  sequence: number | undefined;
}

/** The interval at which it checks whether the time is over, or another program has loaded a policy. */
const lookMs = 5000;

interface SwitchState {
  readonly options: DontauditDenialsOptions;
  readonly watchers: Set<Queue<number | null>>;
  shown: Shown | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export function createDontauditDenials(options: DontauditDenialsOptions): DontauditDenials {
  const { policy, sequence, intents, transactions } = options;
  const state: SwitchState = { options, watchers: new Set(), shown: undefined, timer: undefined };

  return {
    show: (seconds, signal) => transactions.run(() => show(state, seconds, signal), signal),
    hide: () => hide(state),
    watch: (signal) => watch(state, signal),
    recover() {
      const [left, ...others] = intents.pendingOf('show-dontaudit-denials');
      for (const { id } of others) intents.release(id);
      if (left === undefined) return Promise.resolve();
      // The time is taken to be over: a failed load is repeated.
      become(state, { until: 0, intent: left.id, size: undefined, sequence: sequence() });
      return hide(state);
    },
    close() {
      clearTimeout(state.timer);
      if (state.shown === undefined) return;
      policy.letGo();
      intents.release(state.shown.intent);
      state.shown = undefined;
    },
  };
}

/** Loads the policy that logs them, or prolongs the time where it is loaded; gives the time at which it ends. */
async function show(state: SwitchState, seconds: number, signal: AbortSignal): Promise<number> {
  const { policy, sequence, loadedSize, intents, now } = state.options;
  const { shown } = state;
  if (shown !== undefined && isStillLoaded(state.options, shown)) {
    const until = now() + seconds;
    become(state, { ...shown, until });
    return until;
  }
  await policy.build(signal);
  const intent =
    state.shown?.intent ?? intents.begin({ kind: 'show-dontaudit-denials', subject: 'policy', data: null });
  const before = sequence();
  try {
    await policy.load();
  } catch (error) {
    // The worker may have loaded it before it was lost: then it counts as shown for no time.
    if (sequence() !== before) become(state, { until: 0, intent, size: undefined, sequence: sequence() });
    else {
      intents.release(intent);
      become(state, undefined);
    }
    throw error;
  }
  const until = now() + seconds;
  become(state, { until, intent, size: loadedSize(), sequence: sequence() });
  return until;
}

function hide(state: SwitchState): Promise<void> {
  const { policy, intents, transactions } = state.options;
  return transactions.run(async () => {
    const { shown } = state;
    if (shown === undefined) return;
    if (isStillLoaded(state.options, shown)) await policy.loadOwn();
    intents.release(shown.intent);
    become(state, undefined);
  }, neverAborts);
}

/** Says whether that policy is loaded still. A change of a boolean counts as a load, and does not change the size. */
function isStillLoaded({ sequence, loadedSize }: DontauditDenialsOptions, shown: Shown): boolean {
  if (sequence() === shown.sequence) return true;
  const size = loadedSize();
  if (size !== undefined && shown.size !== undefined && size !== shown.size) return false;
  shown.sequence = sequence();
  return true;
}

/** Enters a state, and tells all watchers. */
function become(state: SwitchState, next: Shown | undefined): void {
  state.shown = next;
  clearTimeout(state.timer);
  state.timer = undefined;
  if (next !== undefined) lookLater(state);
  for (const watcher of state.watchers) watcher.push(next?.until ?? null);
}

function lookLater(state: SwitchState): void {
  const { shown, options } = state;
  const remaining = shown === undefined ? lookMs : (shown.until - options.now()) * 1000;
  setTimer(state, Math.min(lookMs, Math.max(0, remaining)));
}

function setTimer(state: SwitchState, delayMs: number): void {
  state.timer = setTimeout(() => look(state), delayMs);
  state.timer.unref();
}

/** Switches back when the time is over, or when another policy was loaded. */
function look(state: SwitchState): void {
  const { shown, options } = state;
  if (shown === undefined) return;
  if (isStillLoaded(options, shown) && shown.until > options.now()) {
    lookLater(state);
    return;
  }
  hide(state).catch((error: unknown) => {
    options.onTrouble(error);
    setTimer(state, lookMs);
  });
}

async function* watch(state: SwitchState, signal: AbortSignal): AsyncGenerator<number | null, void, undefined> {
  const queue = createQueue<number | null>();
  state.watchers.add(queue);
  signal.addEventListener('abort', queue.end, { once: true });
  if (signal.aborted) queue.end();
  try {
    yield state.shown?.until ?? null;
    yield* queue;
  } finally {
    state.watchers.delete(queue);
    signal.removeEventListener('abort', queue.end);
  }
}
