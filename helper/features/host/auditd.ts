// SPDX-License-Identifier: Apache-2.0
/**
 * The host's auditd: whether it writes its log, and the request to resume. It is asked by signals (auditd(8)): SIGCONT
 * makes it write its state into a file, SIGUSR2 makes it resume; no program is run for that, so it may be asked every
 * few seconds.
 */

import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '../../system/files/text-of.ts';

export interface AuditdState {
  readonly isSuspended: boolean;
  /**
   * Auditd suspends when it writes the next record with less space than this (`admin_space_left`); null when it does
   * not say.
   */
  readonly leastBytes: number | null;
}

export interface Auditd {
  isRunning(): boolean;
  /** Undefined when it runs not, or does not answer in time. */
  readState(): Promise<AuditdState | undefined>;
  /** Asks it to write again; false when it does not run. */
  resume(): boolean;
}

export interface AuditdOptions {
  /** `/run`. */
  readonly run: string;
  /** `/proc`. */
  readonly proc: string;
  readonly signal?: (pid: number, signal: 'SIGCONT' | 'SIGUSR2') => void;
  readonly looks?: number;
}

const lookMs = 50;
const mebibyte = 1024 * 1024;

export function createAuditd({ run, proc, signal = process.kill, looks = 40 }: AuditdOptions): Auditd {
  const paths = [`${run}/audit/auditd.state`, `${run}/auditd.state`];

  /** The number in the file may be another process's by now. */
  function pidOf(): number | undefined {
    const pid = Number(/^(\d{1,10})\s*$/.exec(textOf(`${run}/auditd.pid`) ?? '')?.[1]);
    return textOf(`${proc}/${pid}/comm`)?.trim() === 'auditd' ? pid : undefined;
  }

  function send(name: 'SIGCONT' | 'SIGUSR2'): boolean {
    const pid = pidOf();
    if (pid === undefined) return false;
    try {
      signal(pid, name);
      return true;
    } catch {
      return false;
    }
  }

  return {
    isRunning: () => pidOf() !== undefined,
    resume: () => send('SIGUSR2'),
    async readState() {
      const before = paths.map(changedAt);
      if (!send('SIGCONT')) return undefined;
      for (let look = 0; look < looks; look += 1) {
        await sleep(lookMs);
        const path = paths.find((one, index) => changedAt(one) !== before[index]);
        const state = path === undefined ? undefined : parseAuditdState(textOf(path) ?? '');
        if (state !== undefined) return state;
      }
      return undefined;
    },
  };
}

/** Reads the state as auditd's `write_logging_state` puts it; undefined while the file is not whole. */
export function parseAuditdState(text: string): AuditdState | undefined {
  const suspended = /^logging suspended\s*=\s*(yes|no)$/im.exec(text)?.[1]?.toLowerCase();
  if (suspended === undefined) return undefined;
  return {
    isSuspended: suspended === 'yes',
    leastBytes: mebibytesIn(text, /^admin_space_left setting\s*=\s*(\d{1,12}) MB$/im),
  };
}

function mebibytesIn(text: string, pattern: RegExp): number | null {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? null : Number(digits) * mebibyte;
}

/** Gives the time in nanoseconds; undefined when it is not there. */
function changedAt(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs;
}
