/** The log that gets the denials of this host, and whether it is being written. */

import { existsSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostInfo } from '../../../contract/model/host.ts';
import { runProgram } from '../run-program.ts';
import { readDenialSource } from './denial-source.ts';
import { textOf } from './text-of.ts';

export interface DenialLog {
  readonly source: Exclude<HostInfo['denialSource'], null>;
  /** auditd runs, and has stopped writing because its disk is full or failed; undefined when it does not say. */
  readonly isSuspended: boolean | undefined;
  /** Records come by the kernel's ring: of these the kernel leaves out what comes in bursts (`kernel.printk_ratelimit`). */
  readonly isLimited: boolean;
}

export interface DenialLogRoots {
  /** `/proc`. */
  readonly proc: string;
  /** `/run`. */
  readonly run: string;
  /** `/var/log/audit/audit.log`. */
  readonly auditLog: string;
  /** `/usr/sbin/auditctl`. */
  readonly auditctl: string;
}

const looks = 20;
const lookMs = 50;

export async function readDenialLog(roots: DenialLogRoots): Promise<DenialLog> {
  const source = readDenialSource(roots);
  return { source, isSuspended: source === 'auditd' ? await isSuspended(roots) : undefined, isLimited: source === 'kernel' || (source === 'journald' && !isAuditHeard(textOf(`${roots.proc}/net/netlink`) ?? '')) };
}

/** Whether somebody has a socket on which the kernel gives every audit record: journald, when its audit socket is on (netlink(7): NETLINK_AUDIT, group AUDIT_NLGRP_READLOG). */
export function isAuditHeard(sockets: string): boolean {
  return sockets.split('\n').some((line) => {
    const [, protocol, , groups = '0'] = line.trim().split(/\s+/);
    return protocol === '9' && (Number.parseInt(groups, 16) & 1) === 1;
  });
}

/** auditd writes what it is at into a file when it is asked to (auditctl(8), `--signal state`); newer versions have a folder for it. */
async function isSuspended({ run, auditctl }: DenialLogRoots): Promise<boolean | undefined> {
  if (!existsSync(auditctl)) return undefined;
  const paths = [`${run}/audit/auditd.state`, `${run}/auditd.state`];
  const before = paths.map(changedAt);
  try {
    await runProgram(auditctl, ['--signal', 'state'], { timeoutMs: 5000 });
  } catch {
    return undefined;
  }
  for (let look = 0; look < looks; look += 1) {
    await sleep(lookMs);
    const path = paths.find((one, index) => changedAt(one) !== before[index]);
    const suspended = path === undefined ? undefined : suspendedIn(textOf(path) ?? '');
    if (suspended !== undefined) return suspended;
  }
  return undefined;
}

/** As auditd's `write_logging_state` puts it; undefined while the file is not whole. */
export function suspendedIn(state: string): boolean | undefined {
  const answer = /^Logging suspended\s*=\s*(yes|no)$/im.exec(state)?.[1]?.toLowerCase();
  return answer === undefined ? undefined : answer === 'yes';
}

/** In nanoseconds; undefined when it is not there. */
function changedAt(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs;
}
