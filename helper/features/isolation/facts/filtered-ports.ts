// SPDX-License-Identifier: Apache-2.0
/** Reads on which ports of bridges the kernel checks frames, by the rules that guard-port.sh sets. */

import { existsSync } from 'node:fs';
import { runProgram } from '../../../system/programs/run-program.ts';

export const nft = '/usr/sbin/nft';

/**
 * Names of the ports whose frames are checked; undefined where nothing can be asked: no nftables, or none for bridges
 * in this kernel.
 */
export async function readFilteredPorts(signal: AbortSignal, program = nft): Promise<ReadonlySet<string> | undefined> {
  if (!existsSync(program)) return undefined;
  const { code, stdout, stderr } = await runProgram(program, ['list', 'map', 'bridge', 'bulkhead', 'from_ports'], {
    signal,
    timeoutMs: 10_000,
  });
  if (code !== 0) return stderr.includes('not supported') ? undefined : new Set();
  return new Set([...stdout.matchAll(/"(\w{1,15})" : jump/g)].map(([, name = '']) => name));
}
