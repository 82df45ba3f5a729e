// SPDX-License-Identifier: Apache-2.0
/** Removes modules of the distribution's policy from the store of a root. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../run-tool.ts';

/** The priority of the distribution's modules. */
const priority = '100';
const store = 'var/lib/selinux/default/active/modules';

/** All but those that are named. Fails when the root has not all of these. */
export async function removeOtherModules(root: string, kept: readonly string[], signal?: AbortSignal): Promise<void> {
  const there = await readdir(join(root, store, priority));
  const missing = kept.filter((name) => !there.includes(name));
  if (missing.length > 0) throw new Error(`cannot build the lab: Debian's policy has no module ${missing.join(', ')}`);
  const others = there.filter((name) => !kept.includes(name));
  const words = ['semodule', '-N', '-s', 'default', '-X', priority, ...others.flatMap((name) => ['-r', name])];
  await runTool('chroot', [root, ...words], { signal });
}
