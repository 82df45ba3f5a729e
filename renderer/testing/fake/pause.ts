// SPDX-License-Identifier: Apache-2.0
/** Waits; ends early, with the failure `cancelled`, when the signal aborts. */

import { Failure } from '../../../contract/errors.ts';

export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(finish, milliseconds);
    function finish(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      if (signal?.aborted === true) reject(new Failure('cancelled', {}));
      else resolve();
    }
    signal?.addEventListener('abort', finish, { once: true });
    if (signal?.aborted === true) finish();
  });
}
