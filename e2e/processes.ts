// SPDX-License-Identifier: Apache-2.0
/** Processes of this machine, as the kernel has them. */

import { readFile } from 'node:fs/promises';

/** All processes below one. */
export async function descendants(pid: number | undefined): Promise<readonly number[]> {
  if (pid === undefined) return [];
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const children = text.split(' ').filter(Boolean).map(Number);
  return [...children, ...(await Promise.all(children.map(descendants))).flat()];
}
