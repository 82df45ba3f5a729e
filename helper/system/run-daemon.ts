// SPDX-License-Identifier: Apache-2.0
/** The life of a daemon's process: its log, its end by a signal, and why it cannot start. */

import { createLog, type Log } from './log.ts';
import { messageOf } from './message-of.ts';

/** What the host or the installation lacks; reported in plain words instead of a stack. */
export class StartError extends Error {
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join('; '));
    this.reasons = reasons;
  }
}

/** Resolves at SIGTERM, or SIGINT. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

/** Runs to the end of `main`, which is the end of the process. */
export function runDaemon(main: (log: Log) => Promise<void>): void {
  const log = createLog((line) => process.stderr.write(line));
  process.on('uncaughtException', (error) => {
    log('error', 'crashed', { error: error.stack ?? error.message });
    process.exit(1);
  });
  main(log).then(
    () => process.exit(0),
    (error: unknown) => {
      for (const reason of error instanceof StartError ? error.reasons : [messageOf(error)])
        log('error', 'cannot-start', { reason });
      process.exit(1);
    },
  );
}
