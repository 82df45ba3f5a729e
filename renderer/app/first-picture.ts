// SPDX-License-Identifier: Apache-2.0
/** Waits until the window shows what it was opened for: the state of the host, or why that is not known. */

import { useConnection } from '../host/connection.ts';
import { useFeeds } from '../host/feeds.ts';

/** Resolves when all feeds of the shown host have come or failed, or the host is not reached; at once without a host. */
export function untilFirstPicture(): Promise<void> {
  return new Promise((resolve) => {
    const stops = [useConnection.subscribe(look), useFeeds.subscribe(look)];
    function look(): void {
      if (isAwaited()) return;
      for (const stop of stops) stop();
      resolve();
    }
    look();
  });
}

function isAwaited(): boolean {
  const { status } = useConnection.getState().connection;
  if (status === 'connecting') return true;
  return status === 'connected' && Object.values(useFeeds.getState()).some((feed) => feed.status === 'loading');
}
