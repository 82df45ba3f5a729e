// SPDX-License-Identifier: Apache-2.0
/** The subscriptions of the window: which are loading, ready or failed, and asking again for one that failed. */

import { create } from 'zustand';
import type { Client } from '../../rpc/client.ts';
import { ConnectionClosedError } from '../../rpc/client.ts';

export type FeedName = 'containers' | 'samples' | 'denials' | 'activity' | 'alerts';

export type FeedStatus =
  | { readonly status: 'loading' }
  | { readonly status: 'ready' }
  | { readonly status: 'failed'; readonly error: unknown };

/** Ends with its client, which is bound to the connection and to the visit; the signal aborts with them. */
type Follow = (client: Client, onReady: () => void, signal: AbortSignal) => Promise<void>;

const follows = new Map<FeedName, Follow>();
const loading: FeedStatus = { status: 'loading' };
const ready: FeedStatus = { status: 'ready' };

export const useFeeds = create<Readonly<Record<FeedName, FeedStatus>>>(() => ({
  containers: loading,
  samples: loading,
  denials: loading,
  activity: loading,
  alerts: loading,
}));

const retries = new Map<FeedName, () => void>();

export function resetFeeds(): void {
  useFeeds.setState({ containers: loading, samples: loading, denials: loading, activity: loading, alerts: loading });
}

/**
 * Registers a feed. The store that the feed fills calls it before the first connection: `renderer/app/followed.ts`
 * names it.
 */
export function registerFeed(name: FeedName, follow: Follow): void {
  follows.set(name, follow);
}

/**
 * Follows everything until the client is closed or the window goes to another host; the signal then ends the waiting of
 * feeds that failed. A feed that failed waits to be asked again; the others go on. `onHeard` is called with each item.
 */
export async function followFeeds(client: Client, signal: AbortSignal, onHeard: () => void): Promise<void> {
  await Promise.all([...follows].map(([name, follow]) => followOne({ name, follow, client, signal, onHeard })));
}

/** Asks again for a feed that failed. */
export function retryFeed(name: FeedName): void {
  retries.get(name)?.();
}

interface Following {
  readonly name: FeedName;
  readonly follow: Follow;
  readonly client: Client;
  readonly signal: AbortSignal;
  readonly onHeard: () => void;
}

async function followOne({ name, follow, client, signal, onHeard }: Following): Promise<void> {
  while (!hasEnded(signal)) {
    try {
      const becomeReady = (): void => {
        onHeard();
        if (useFeeds.getState()[name].status !== 'ready') useFeeds.setState({ [name]: ready });
      };
      await follow(client, becomeReady, signal);
      return;
    } catch (error) {
      if (hasEnded(signal) || error instanceof ConnectionClosedError) return;
      useFeeds.setState({ [name]: { status: 'failed', error } });
      await untilRetried(name, signal);
      useFeeds.setState({ [name]: loading });
    }
  }
}

/** Read again after each wait: it may have aborted meanwhile. */
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}

function untilRetried(name: FeedName, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      retries.delete(name);
      signal.removeEventListener('abort', settle);
      resolve();
    };
    retries.set(name, settle);
    signal.addEventListener('abort', settle, { once: true });
  });
}
