// SPDX-License-Identifier: Apache-2.0
/** The fixes of the host that the helper makes itself: each does one thing that can do no harm when it is needless. */

import { describeAuditLog } from '../../../contract/wording/describe-audit-log.ts';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import type { FixableCheck } from '../../../contract/model/host/host-check.ts';
import { ensureNetwork } from '../../lxc/network/nat-bridge.ts';
import type { DoctorHost } from './doctor-host.ts';

/** Fails in words of its own when the host is not fixed then. */
export type HostFixes = Readonly<Record<FixableCheck, (signal: AbortSignal) => Promise<void>>>;

export interface FixedHost extends Pick<DoctorHost, 'auditLog'> {
  /** Brings LXC's bridge up; fails with `network-unavailable`. */
  readonly startBridge?: (signal: AbortSignal) => Promise<void>;
}

export function createHostFixes({ auditLog, startBridge = startLxcBridge }: FixedHost): HostFixes {
  return {
    bridge: startBridge,
    async 'audit-log'() {
      const log = await auditLog.resume();
      if (log?.state !== 'suspended') return;
      fail('check-not-fixed', { check: 'audit-log', reason: say('{what}. {next}', describeAuditLog(log)) });
    },
  };
}

function startLxcBridge(signal: AbortSignal): Promise<void> {
  return ensureNetwork({ kind: 'nat' }, signal);
}
