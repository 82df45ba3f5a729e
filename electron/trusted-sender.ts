// SPDX-License-Identifier: Apache-2.0
/** Decides whether a message came from our own page: its main frame, in our own window, at our own origin. */

import { isOurs } from './origin.ts';

/** What is looked at of Electron's frame. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

export function isTrustedSender(frame: SenderFrame | null, isOurWindow: boolean): boolean {
  return isOurWindow && frame !== null && frame.parent === null && isOurs(frame.url);
}
