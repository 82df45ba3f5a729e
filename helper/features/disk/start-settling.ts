// SPDX-License-Identifier: Apache-2.0
/** Looks at the disk once a second, so that limits follow what is free. */

import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import type { DiskGrants } from './disk-grants.ts';

const periodMs = 1000;

/** Settles until the signal aborts. The same trouble is logged once, until it has ended. */
export function startSettling(grants: Pick<DiskGrants, 'settle'>, log: Log, signal: AbortSignal): void {
  let trouble: string | undefined;
  const timer = setInterval(() => {
    try {
      grants.settle();
      trouble = undefined;
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== trouble) log('error', 'disk-limits-not-set', { reason });
      trouble = reason;
    }
  }, periodMs);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
