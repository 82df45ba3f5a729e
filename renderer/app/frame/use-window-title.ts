// SPDX-License-Identifier: Apache-2.0
/**
 * The title of the window, for the task bar and for programs that wait for it: which host it shows, once all of that is
 * there.
 */

import { useEffect } from 'react';
import { useIsConnected } from '../../host/connection.ts';
import { useFeeds } from '../../host/feeds.ts';
import { currentHost, useWindow } from '../../host/main-process.ts';

export function useWindowTitle(): void {
  const label = useWindow(currentHost)?.label;
  const isConnected = useIsConnected();
  const isWhole = useFeeds((state) => Object.values(state).every(({ status }) => status !== 'loading'));
  useEffect(() => {
    document.title = label !== undefined && isConnected && isWhole ? `${label} - Bulkhead` : 'Bulkhead';
  }, [label, isConnected, isWhole]);
}
