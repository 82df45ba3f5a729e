// SPDX-License-Identifier: Apache-2.0
/**
 * Carries new denials to one consumer in batches, at most ten a second. A slow consumer gets fewer single events and
 * the number that it missed; the groups that it gets are always whole, and when very many change, the rest come with
 * the next batches. So a storm costs it no memory, and a fixed share of its time.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { DenialEvent, GroupedEvent } from '../../../../contract/model/denials/denial.ts';

interface DenialBatch {
  readonly events: GroupedEvent[];
  /** Ids of the groups that changed. */
  readonly changed: ReadonlySet<string>;
}

export interface DenialFeed {
  /** `groupId` is undefined for an event that belongs to none. */
  add(event: DenialEvent, groupId: string | undefined): void;
  /** Ends the wait with a batch that may be empty: something else than denials has changed. */
  poke(): void;
  /** Waits for something new; undefined when the signal aborts. */
  next(signal: AbortSignal): Promise<DenialBatch | undefined>;
  /** Single events that this consumer missed. */
  readonly lost: number;
}

const batchMs = 100;

export interface FeedOptions {
  readonly maxWaiting?: number;
  readonly maxChanged?: number;
  /** Milliseconds, of a clock that does not jump. */
  readonly now?: () => number;
}

export function createDenialFeed({
  maxWaiting = 1000,
  maxChanged = 300,
  now = () => performance.now(),
}: FeedOptions = {}): DenialFeed {
  let sentAt = Number.NEGATIVE_INFINITY;
  let events: GroupedEvent[] = [];
  const changed = new Set<string>();
  let lost = 0;
  let wake: (() => void) | undefined;
  let isPoked = false;

  async function untilNew(signal: AbortSignal): Promise<void> {
    if (events.length > 0 || changed.size > 0 || isPoked || signal.aborted) return;
    await new Promise<void>((resolve) => {
      function finish(): void {
        signal.removeEventListener('abort', finish);
        wake = undefined;
        resolve();
      }
      wake = finish;
      signal.addEventListener('abort', finish);
    });
  }

  return {
    add(event, groupId) {
      if (events.length < maxWaiting) events.push({ ...event, group: groupId ?? null });
      else lost += 1;
      if (groupId !== undefined) changed.add(groupId);
      wake?.();
    },
    poke() {
      isPoked = true;
      wake?.();
    },
    async next(signal) {
      await untilNew(signal);
      // One that comes after a pause is given at once; what follows immediately goes into the next batch.
      await delay(Math.max(0, sentAt + batchMs - now()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return undefined;
      sentAt = now();
      isPoked = false;
      const batch = { events, changed: new Set([...changed].slice(0, maxChanged)) };
      events = [];
      for (const id of batch.changed) changed.delete(id);
      return batch;
    },
    get lost() {
      return lost;
    },
  };
}
