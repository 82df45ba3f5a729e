/** Asks the policy's file contexts, through libselinux's own program, which type a path of the host should have. */

import { parseSecurityContext } from '../../../contract/model/parse-security-context.ts';
import { runProgram } from '../run-program.ts';

/** Null when the file contexts say nothing about it, or cannot be asked. */
export async function expectedType(path: string, signal: AbortSignal): Promise<string | null> {
  if (!path.startsWith('/')) return null;
  const { code, stdout } = await runProgram('matchpathcon', ['-n', '--', path], { signal, timeoutMs: 10_000 });
  const context = code === 0 ? parseSecurityContext(stdout.trim()) : undefined;
  return context?.type ?? null;
}
