// SPDX-License-Identifier: Apache-2.0
/**
 * Ends what is left of a container in its cgroups, when LXC cannot: a monitor that is still starting it, or that was
 * killed and left things behind.
 */

import { existsSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/text.ts';
import { unlessGone, visitCgroups } from '../system/files/visit-cgroups.ts';
import { monitorCgroup, monitorNames, payloadCgroup, runCgroup } from './runtime.ts';

const timeoutMs = 10_000;

/** The monitor first, so that nothing new is started. Nothing happens when there are no such cgroups. */
export async function endCgroups(cgroupRoot: string, name: string): Promise<void> {
  // Who its init is, and so where it runs, is only known while a monitor is there.
  const payloads = new Set([runCgroup(cgroupRoot, name), payloadCgroup(cgroupRoot, name)]);
  for (const monitor of [...monitorNames(cgroupRoot, name)]) await endCgroup(monitorCgroup(cgroupRoot, monitor));
  for (const payload of payloads) await endCgroup(payload);
}

/**
 * Makes room for a new run. LXC takes another name where the cgroups of the last run are still there, and nobody would
 * find what runs in them: it would neither be checked nor stopped. Waits for a monitor that is ending, and ends what one
 * that was killed left behind. Fails when a monitor is still there after the time-out: it may be starting the container.
 */
export async function clearCgroups(cgroupRoot: string, name: string): Promise<void> {
  const monitor = monitorCgroup(cgroupRoot, name);
  const deadline = Date.now() + timeoutMs;
  while (isPopulated(monitor)) {
    if (Date.now() > deadline)
      fail('container-failed', {
        name,
        reason: say('LXC is still at work on it; wait until it has ended, or end its process named lxc monitor'),
      });
    await sleep(20);
  }
  removeTree(monitor);
  await endCgroup(payloadCgroup(cgroupRoot, name));
}

/** Kills all processes of a container; its monitor ends what is left, and whose it is hears of it. */
export async function killPayload(cgroupRoot: string, name: string): Promise<void> {
  await killIn(runCgroup(cgroupRoot, name));
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
  visitCgroups(cgroup, (place) => unlessGone(() => rmdirSync(place)));
}
