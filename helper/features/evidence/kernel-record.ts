// SPDX-License-Identifier: Apache-2.0
/** Reads what the kernel has measured of SELinux by IMA: its state and the hash of its policy, as `critical_data`. */

import { readFile } from 'node:fs/promises';
import type { KernelRecord } from '../../../contract/model/evidence.ts';
import { messageOf } from '../../system/message-of.ts';

const listPath = '/sys/kernel/security/ima/ascii_runtime_measurements';

/** Lines of IMA's list about SELinux: `PCR template-hash ima-buf digest selinux-state data`. */
const ofSelinux = /^\d+ [0-9a-f]+ ima-buf \S+ selinux-(?:state|policy-hash) /;

export async function readKernelRecord(path = listPath): Promise<KernelRecord> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { lines: null, reason: `the list of measurements of IMA cannot be read: ${messageOf(error)}` };
  }
  const lines = text.split('\n').filter((line) => ofSelinux.test(line));
  if (lines.length > 0) return { lines, reason: null };
  return {
    lines: null,
    reason:
      'IMA of this kernel measures nothing of SELinux; it needs a policy with measure func=CRITICAL_DATA label=selinux',
  };
}
