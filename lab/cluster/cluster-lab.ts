// SPDX-License-Identifier: Apache-2.0
/** Starts the members of a cluster, each a deployed lab, from the snapshot that they share. */

import { ensureImage } from '../build/image.ts';
import { withWholeDeployment } from '../deployed-lab.ts';
import { type Lab, type LabOptions, startLabFrom } from '../guest.ts';
import { freePort } from '../machine/free-port.ts';
import { step } from '../progress.ts';
import { incusRecipe } from '../recipe/incus.ts';
import { ensureCluster } from './cluster-snapshot.ts';
import { minMembers, labNames } from './members.ts';
import { untilOnline } from './until-online.ts';

interface ClusterOptions extends Pick<LabOptions, 'onProgress' | 'signal'> {
  /** What the names of the labs begin with. Default `cluster`: `cluster-1` and so on. */
  readonly name?: string;
  readonly count?: number;
}

interface Cluster {
  readonly members: readonly Lab[];
  /** All members go back to where the cluster had just been formed. */
  reset(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when the last of them is gone. */
  readonly ended: Promise<void>;
}

export async function startCluster({
  name = 'cluster',
  count = minMembers,
  onProgress = () => undefined,
  signal,
}: ClusterOptions = {}): Promise<Cluster> {
  const members = await withWholeDeployment(async (deployment) => {
    const image = await ensureImage(incusRecipe, onProgress, signal);
    const snapshots = await ensureCluster({ deployment, count, image, onProgress }, signal);
    const memberPort = await freePort();
    const names = labNames(name, count);
    return startAll(
      snapshots.map((snapshot, place) =>
        startLabFrom(async () => snapshot, {
          name: names[place] ?? '',
          recipe: incusRecipe,
          memberPort,
          onProgress,
          ...(signal && { signal }),
        }),
      ),
    );
  });
  const stop = async (): Promise<void> => {
    await Promise.all(members.map((member) => member.stop()));
  };
  const online = async (): Promise<void> => {
    const [first] = members;
    if (first) await step(onProgress, 'all members are online', () => untilOnline(first, count, signal));
  };
  try {
    await online();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    members,
    stop,
    async reset() {
      await Promise.all(members.map((member) => member.reset()));
      await online();
    },
    ended: Promise.all(members.map((member) => member.ended)).then(() => undefined),
  };
}

/** Starts all or none. */
async function startAll(starting: readonly Promise<Lab>[]): Promise<readonly Lab[]> {
  const results = await Promise.allSettled(starting);
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return started;
  await Promise.all(started.map((lab) => lab.stop()));
  throw failed.reason;
}
