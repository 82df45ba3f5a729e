// SPDX-License-Identifier: Apache-2.0
/** The names under which the preload and the main process find each other. */

import type { HostEntry, HostQuestion, HostTestStep, Theme } from '../contract/bridge.ts';

export const channels = { request: 'bulkhead:request', open: 'bulkhead:open', event: 'bulkhead:event' } as const;

/** What main tells the page unasked. */
export type BridgeEvent =
  | { readonly type: 'hosts'; readonly hosts: readonly HostEntry[] }
  | { readonly type: 'host-test'; readonly test: string; readonly steps: readonly HostTestStep[] }
  | { readonly type: 'questions'; readonly questions: readonly HostQuestion[] }
  | { readonly type: 'theme'; readonly theme: Theme }
  | { readonly type: 'show-alerts'; readonly hostId: string | undefined }
  | { readonly type: 'show-help' };

/** The answer to a call; an error crosses as its words. */
export type BridgeAnswer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };
