// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the kernel, by auditctl, how many audit records it had to drop. The helper's own counts cover only the records
 * that the kernel has not dropped.
 */

import { existsSync } from 'node:fs';
import { runProgram } from '../../system/programs/run-program.ts';

/** Null when auditctl is not there, or does not say. */
export async function readAuditLost(auditctl: string): Promise<number | null> {
  if (!existsSync(auditctl)) return null;
  const { stdout } = await runProgram(auditctl, ['-s'], { timeoutMs: 5000 }).catch(() => ({ stdout: '' }));
  const lost = /^lost (\d{1,15})$/m.exec(stdout)?.[1];
  return lost === undefined ? null : Number(lost);
}
