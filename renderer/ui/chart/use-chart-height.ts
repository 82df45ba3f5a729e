// SPDX-License-Identifier: Apache-2.0
/** How high a chart is drawn: as small as `least` in a small window, higher where there is room. */

import { useSyncExternalStore } from 'react';

const most = 250;
/** What the rest of a page takes, and how many charts share what is left. */
const otherHeight = 620;
const share = 2.6;

export function useChartHeight(least: number): number {
  return useSyncExternalStore(subscribe, () =>
    Math.round(Math.max(least, Math.min(most, (window.innerHeight - otherHeight) / share))),
  );
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}
