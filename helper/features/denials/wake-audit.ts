// SPDX-License-Identifier: Apache-2.0
/**
 * Has the kernel hand over what it holds back after a storm. Records that auditd was too slow for wait in the kernel, which
 * offers them again only when a new record comes (kauditd_thread in kernel/audit.c waits for its first queue alone): on a
 * host that is quiet after the storm, minutes or hours later. While a storm's denials still come, a record of our own is
 * sent each second.
 */

/** Denials in one second of which fewer reach auditd always. */
const stormDenials = 20;
const periodMs = 1000;
/** Seconds in which nothing more came, after which nothing is held back. */
const quietPeriods = 3;

export interface AuditWaker {
  /** Called for each denial that has come. */
  notice(): void;
  close(): void;
}

/**
 * @param wake - sends a record; it is called once in a second at most, and not again before it has ended. When it fails,
 *   the kernel keeps what it has until others send some.
 */
export function createAuditWaker(wake: () => Promise<unknown>): AuditWaker {
  let come = 0;
  let quiet: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const seen = come;
    come = 0;
    if (seen >= stormDenials) quiet = 0;
    else if (quiet !== undefined && seen === 0) quiet += 1;
    if (quiet === undefined || quiet > quietPeriods) {
      timer = quiet = undefined;
      return;
    }
    await wake().catch(() => undefined);
    if (timer !== undefined) begin();
  }

  function begin(): void {
    timer = setTimeout(() => void look(), periodMs);
    timer.unref();
  }

  return {
    notice() {
      come += 1;
      if (timer === undefined) begin();
    },
    close() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
