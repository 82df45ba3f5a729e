// SPDX-License-Identifier: Apache-2.0
/** Asks the policy's file contexts, through libselinux's own program, which type a path of the host should have. */

import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { hasCode } from '../../system/errno.ts';
import { type ProgramResult, runProgram } from '../../system/programs/run-program.ts';

/**
 * Null when the file contexts say nothing about it, or the program (package selinux-utils) is not there to be asked.
 */
export async function expectedType(path: string, signal: AbortSignal): Promise<string | null> {
  if (!path.startsWith('/')) return null;
  const answer = await runProgram('matchpathcon', ['-n', '--', path], { signal, timeoutMs: 10_000 }).catch(
    withoutProgram,
  );
  const context = answer?.code === 0 ? parseSecurityContext(answer.stdout.trim()) : undefined;
  return context?.type ?? null;
}

function withoutProgram(error: unknown): ProgramResult | undefined {
  if (hasCode(error, 'ENOENT')) return undefined;
  throw error;
}
