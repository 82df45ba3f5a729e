// SPDX-License-Identifier: Apache-2.0
/** Waits until a tree of files is on the disk. */

import { mustRunProgram } from '../programs/run-program.ts';

/** A slow disk may take long. */
const timeoutMs = 6 * 3600 * 1000;

/** Resolves when all that was written below a folder is on the disk. */
export async function flushTree(folder: string, signal: AbortSignal): Promise<void> {
  await mustRunProgram('/usr/bin/sync', ['--file-system', '--', folder], { timeoutMs, signal });
}
