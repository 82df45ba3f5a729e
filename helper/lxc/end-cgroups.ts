// SPDX-License-Identifier: Apache-2.0
/**
 * Ends what is left of a container in its cgroups, when LXC cannot: a monitor that is still starting it, or that was
 * killed and left things behind.
 */

import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unlessCode } from '../system/errno.ts';

const timeoutMs = 10_000;

/** The monitor first, so that nothing new is started. Nothing happens when there are no such cgroups. */
export async function endCgroups(cgroupRoot: string, name: string): Promise<void> {
  for (const cgroup of [`lxc.monitor.${name}`, `lxc.payload.${name}`]) await endCgroup(join(cgroupRoot, cgroup));
}

/** Kills all processes of a container; its monitor ends what is left, and whose it is hears of it. */
export async function killPayload(cgroupRoot: string, name: string): Promise<void> {
  await killIn(join(cgroupRoot, `lxc.payload.${name}`));
}

async function endCgroup(cgroup: string): Promise<void> {
  if (!existsSync(cgroup)) return;
  await killIn(cgroup);
  removeTree(cgroup);
}

async function killIn(cgroup: string): Promise<void> {
  unlessGone(() => writeFileSync(join(cgroup, 'cgroup.kill'), '1'));
  const deadline = Date.now() + timeoutMs;
  while (isPopulated(cgroup)) {
    if (Date.now() > deadline)
      throw new Error(`cannot end the processes of ${cgroup}: they are still there after ${timeoutMs / 1000} s`);
    await sleep(20);
  }
}

function isPopulated(cgroup: string): boolean {
  return unlessGone(() => /^populated 1$/m.test(readFileSync(join(cgroup, 'cgroup.events'), 'utf8'))) ?? false;
}

/** Files of a cgroup go with its folder. LXC may be doing the same at this moment. */
function removeTree(cgroup: string): void {
  unlessGone(() => {
    for (const entry of readdirSync(cgroup, { withFileTypes: true }))
      if (entry.isDirectory()) removeTree(join(cgroup, entry.name));
    rmdirSync(cgroup);
  });
}

function unlessGone<T>(act: () => T): T | undefined {
  return unlessCode(act, 'ENOENT', 'ENODEV');
}
