// SPDX-License-Identifier: Apache-2.0
/** Compares the base module in the policy store with the file that came with this helper. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { runProgram } from '../../system/programs/run-program.ts';
import { hasCode } from '../../system/errno.ts';

const ownModule = '/usr/share/bulkhead/selinux/bulkhead.cil';

export interface BaseModuleOptions {
  /** Changes with each load of a policy; what was found is kept until then. */
  readonly sequence: () => number | undefined;
}

/**
 * Undefined when there is nothing to compare: no file, no semodule, or a module that was installed in a compiled form.
 */
export function createBaseModuleCheck({
  sequence,
}: BaseModuleOptions): (signal: AbortSignal) => Promise<boolean | undefined> {
  let known: { readonly sequence: number | undefined; readonly isOwn: boolean | undefined } | undefined;

  return async (signal) => {
    const now = sequence();
    if (known === undefined || known.sequence !== now) known = { sequence: now, isOwn: await compare(signal) };
    return known.isOwn;
  };
}

async function compare(signal: AbortSignal): Promise<boolean | undefined> {
  const file = await readFile(ownModule).catch(() => undefined);
  if (file === undefined) return undefined;
  const listed = await runProgram('semodule', ['-lfull', '--checksum'], { signal, timeoutMs: 60_000 }).catch(
    unlessAborted(signal),
  );
  const [, checksum] =
    /^\d+\s+bulkhead\s+cil\s+sha256:([0-9a-f]{64})\s*$/m.exec(listed?.code === 0 ? listed.stdout : '') ?? [];
  return checksum === undefined ? undefined : checksum === createHash('sha256').update(file).digest('hex');
}

function unlessAborted(signal: AbortSignal): (error: unknown) => undefined {
  return (error) => {
    signal.throwIfAborted();
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  };
}
