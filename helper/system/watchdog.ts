// SPDX-License-Identifier: Apache-2.0
/** Reports to systemd that the helper is up and that its event loop runs; systemd restarts one that hangs. */

import { notifySystemd } from './native/sd-bus.ts';

export interface Watchdog {
  /** Stops the reports; says to systemd that the helper is ending. */
  stop(): void;
}

export function startWatchdog(environment: NodeJS.ProcessEnv): Watchdog {
  const period = Number(environment['WATCHDOG_USEC'] ?? 0) / 1000;
  notifySystemd('READY=1');
  const timer = period > 0 ? setInterval(() => notifySystemd('WATCHDOG=1'), period / 3) : undefined;
  return {
    stop() {
      clearInterval(timer);
      notifySystemd('STOPPING=1');
    },
  };
}
