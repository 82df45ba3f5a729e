// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether the window is so narrow that the rail at its left shows icons alone: 900 CSS pixels, or a page that is
 * enlarged.
 */

import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 900px)');

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

function subscribe(onChange: () => void): () => void {
  narrow.addEventListener('change', onChange);
  return () => narrow.removeEventListener('change', onChange);
}
