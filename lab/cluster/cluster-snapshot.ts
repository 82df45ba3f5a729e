// SPDX-License-Identifier: Apache-2.0
/** The members of a cluster, frozen at the same time: made once for each deployment and number of members. */

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withLock } from '../build/lock.ts';
import { deployed } from '../deployed-lab.ts';
import type { Deployment } from '../deployment.ts';
import { keepSnapshot, withSnapshotFolder } from '../snapshots/derived-snapshot.ts';
import { type Lab, startLabFrom } from '../guest.ts';
import { keyOfPrograms } from '../policy/key-of-programs.ts';
import { freePort } from '../machine/free-port.ts';
import { pause, untilIdle } from '../machine/freeze.ts';
import { type Snapshot, snapshotIn } from '../machine/snapshot.ts';
import type { ImagePlaces } from '../places.ts';
import { type OnProgress, step } from '../progress.ts';
import { incusRecipe } from '../recipe/incus.ts';
import { instancePlaces } from '../../hosts/lab-instance.ts';
import { formCluster, giveIdentity } from './form-cluster.ts';
import { clusterMembers } from './members.ts';

interface WantedCluster {
  readonly deployment: Deployment;
  readonly count: number;
  readonly image: ImagePlaces;
  readonly onProgress: OnProgress;
}

const programs = ['cluster/cluster-snapshot.ts', 'cluster/form-cluster.ts', 'cluster/members.ts'];
const ofIncus = ['incus/image.ts', 'incus/preseed.ts'];

/** Gives one snapshot for each member, in their order, inside the deployed snapshot's folder. */
export async function ensureCluster(wanted: WantedCluster, signal?: AbortSignal): Promise<readonly Snapshot[]> {
  const { deployment, count, image, onProgress } = wanted;
  const base = await deployed(deployment, incusRecipe)(image, onProgress, signal);
  const key = await keyOfPrograms(join(import.meta.dirname, '..'), [...programs, ...ofIncus]);
  const folder = join(dirname(base.disk), `cluster-${count}-${key}`);
  if (!existsSync(folder))
    await withLock(
      `${folder}.lock`,
      async () => {
        if (!existsSync(folder)) await withSnapshotFolder(folder, (inner) => make(inner, { ...wanted, base }, signal));
      },
      signal,
    );
  return clusterMembers(count).map(({ name }) => snapshotIn(join(folder, name), base.accelerator, image));
}

/** Makes the snapshots one after another: an emulated processor is busy with each. */
async function make(
  folder: string,
  { deployment, count, onProgress, base }: WantedCluster & { readonly base: Snapshot },
  signal?: AbortSignal,
): Promise<void> {
  const members = clusterMembers(count);
  const memberPort = await freePort();
  const labs: Lab[] = [];
  const stop = (): void => void Promise.all(labs.map((lab) => lab.stop()));
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (const [place, member] of members.entries()) {
      const name = `join-${place + 1}-${deployment.key}`;
      const lab = await startLabFrom(async () => base, {
        name,
        recipe: incusRecipe,
        memberPort,
        onProgress,
        ...(signal && { signal }),
      });
      labs.push(lab);
      await step(onProgress, `made it ${member.name}`, () => giveIdentity(lab, member));
    }
    await formCluster(labs, members, onProgress);
    const places = labs.map(({ name }) => instancePlaces(name));
    await step(onProgress, 'let them settle', async () => {
      for (const one of places) await untilIdle(one, signal);
    });
    // A member that goes on while another one is frozen would take it for lost.
    await pause(places);
    for (const [place, lab] of labs.entries()) {
      const own = join(folder, members[place]?.name ?? '');
      await mkdir(own);
      await step(onProgress, 'kept its memory', () => keepSnapshot(lab, own, signal));
    }
    await Promise.all(labs.map((lab) => lab.ended));
  } finally {
    signal?.removeEventListener('abort', stop);
    await Promise.all(labs.map((lab) => lab.stop()));
  }
}
