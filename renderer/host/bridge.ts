// SPDX-License-Identifier: Apache-2.0
/** Is the way out of the page: what the preload put at `window.bulkhead`. */

import type { BulkheadBridge } from '../../contract/bridge.ts';

declare global {
  interface Window {
    readonly bulkhead?: BulkheadBridge;
  }
}

/** Undefined in a plain browser, where there is no main process. */
export function bridgeOfWindow(): BulkheadBridge | undefined {
  return window.bulkhead;
}
