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
  /** Until when they are logged (null: they are not), then each change, until the signal aborts. */
  watch(signal: AbortSignal): AsyncGenerator<number | null, void, undefined>;
  /** Switches back when a crashed helper did not. */
  recover(): Promise<void>;
  /** Switches back now. */
  close(): void;
}

interface Shown {
  until: number;
  readonly intent: number;
  /** Of the policy as it was loaded; undefined when that could not be read. */
  readonly size: number | undefined;
  /** When it was last known to be loaded. */
  sequence: number | undefined;
}

/** The interval at which it checks whether the time is over, or another program has loaded a policy. */
const lookMs = 5000;

export function createDontauditDenials({
  policy,
  sequence,
  loadedSize,
  intents,
  transactions,
  now,
  onTrouble,
}: DontauditDenialsOptions): DontauditDenials {
  const watchers = new Set<Queue<number | null>>();
  let shown: Shown | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(): void {
    for (const watcher of watchers) watcher.push(shown?.until ?? null);
  }

  function become(next: Shown | undefined): void {
    shown = next;
    clearTimeout(timer);
    timer = undefined;
    if (next !== undefined) lookLater();
    tell();
  }

  function lookLater(): void {
    const remaining = shown === undefined ? lookMs : (shown.until - now()) * 1000;
    timer = setTimeout(look, Math.min(lookMs, Math.max(0, remaining)));
    timer.unref();
  }

  function look(): void {
    if (shown === undefined) return;
    if (isStillLoaded(shown) && shown.until > now()) {
      lookLater();
      return;
    }
    hide().catch((error: unknown) => {
      onTrouble(error);
      timer = setTimeout(look, lookMs);
      timer.unref();
    });
  }

  /** A change of a boolean counts as well, and does not change the size. */
  function isStillLoaded(one: Shown): boolean {
    if (sequence() === one.sequence) return true;
    const size = loadedSize();
    if (size !== undefined && one.size !== undefined && size !== one.size) return false;
    one.sequence = sequence();
    return true;
  }

  function hide(): Promise<void> {
    return transactions.run(async () => {
      if (shown === undefined) return;
      if (isStillLoaded(shown)) await policy.loadOwn();
      intents.release(shown.intent);
      become(undefined);
    }, neverAborts);
  }

  return {
    show(seconds, signal) {
      return transactions.run(async () => {
        if (shown !== undefined && isStillLoaded(shown)) {
          become({ ...shown, until: now() + seconds });
          return shown.until;
        }
        await policy.build(signal);
        const intent =
          shown?.intent ?? intents.begin({ kind: 'show-dontaudit-denials', subject: 'policy', data: null });
        const before = sequence();
        try {
          await policy.load();
        } catch (error) {
          // The worker may have loaded it before it was lost: then it counts as shown for no time.
          if (sequence() !== before) become({ until: 0, intent, size: undefined, sequence: sequence() });
          else {
            intents.release(intent);
            become(undefined);
          }
          throw error;
        }
        const until = now() + seconds;
        become({ until, intent, size: loadedSize(), sequence: sequence() });
        return until;
      }, signal);
    },
    hide,
    async *watch(signal) {
      const queue = createQueue<number | null>();
      watchers.add(queue);
      signal.addEventListener('abort', queue.end, { once: true });
      if (signal.aborted) queue.end();
      try {
        yield shown?.until ?? null;
        yield* queue;
      } finally {
        watchers.delete(queue);
        signal.removeEventListener('abort', queue.end);
      }
    },
    recover() {
      const [left, ...others] = intents.pendingOf('show-dontaudit-denials');
      for (const { id } of others) intents.release(id);
      if (left === undefined) return Promise.resolve();
      // As if its time were over: a failed load is repeated.
      become({ until: 0, intent: left.id, size: undefined, sequence: sequence() });
      return hide();
    },
    close() {
      clearTimeout(timer);
      if (shown === undefined) return;
      policy.letGo();
      intents.release(shown.intent);
      shown = undefined;
    },
  };
}
