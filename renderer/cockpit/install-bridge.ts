// SPDX-License-Identifier: Apache-2.0
/** Puts `window.bulkhead` into the page of Cockpit, which has loaded its own script before. */

import type { BulkheadBridge } from '../../contract/bridge.ts';
import type { CockpitApi } from './cockpit-api.ts';
import { createCockpitBridge } from './cockpit-bridge.ts';

declare global {
  interface Window {
    readonly cockpit?: CockpitApi;
  }
}

const { cockpit } = window;
// Where Cockpit's script is missing, the page says that it cannot reach a host.
if (cockpit !== undefined) {
  const bridge: BulkheadBridge = createCockpitBridge(cockpit);
  Object.defineProperty(window, 'bulkhead', { value: bridge });
}

// Safari has no such callback yet.
const page: Partial<Pick<Window, 'requestIdleCallback'>> = window;
page.requestIdleCallback ??= (callback) =>
  window.setTimeout(() => callback({ didTimeout: false, timeRemaining: () => 0 }));
