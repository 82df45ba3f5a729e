// SPDX-License-Identifier: Apache-2.0
/**
 * Starts a deployed lab in which Incus is set up, alone: incusd in its domain, a bridge, the pools, an image. From a
 * snapshot taken after that.
 */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from '../build/lock.ts';
import { deployed, withWholeDeployment } from '../deployed-lab.ts';
import type { Deployment } from '../deployment.ts';
import { deriveSnapshot } from '../snapshots/derived-snapshot.ts';
import { type EnsureSnapshot, type Guest, type Lab, type LabOptions, startLabFrom } from '../guest.ts';
import { keyOfPrograms } from '../policy/key-of-programs.ts';
import { untilIdle } from '../machine/freeze.ts';
import { snapshotIn } from '../machine/snapshot.ts';
import { type OnProgress, step } from '../progress.ts';
import { incusRecipe } from '../recipe/incus.ts';
import { instancePlaces } from '../../hosts/lab-instance.ts';
import { importImage, unpackImage } from './image.ts';
import { singlePreseed } from './preseed.ts';

/** Its `reset` goes back to where Incus has just been set up. Rejects when the checkout has not been built. */
export function startIncusLab(options: Omit<LabOptions, 'recipe'> = {}): Promise<Lab> {
  return withWholeDeployment((deployment) => startLabFrom(setUp(deployment), { ...options, recipe: incusRecipe }));
}

/** The snapshot is inside the deployed one's folder. */
function setUp(deployment: Deployment): EnsureSnapshot {
  const from = deployed(deployment, incusRecipe);
  return async (image, onProgress, signal) => {
    const base = await from(image, onProgress, signal);
    const key = await keyOfPrograms(import.meta.dirname, ['incus-lab.ts', 'image.ts', 'preseed.ts']);
    const folder = join(dirname(base.disk), `incus-${key}`);
    const make = (): Promise<void> =>
      deriveSnapshot(
        {
          target: folder,
          name: `incus-${deployment.key}`,
          recipe: incusRecipe,
          from,
          work: async (lab) => {
            await setUpIncus(lab, onProgress);
            await step(onProgress, 'let it settle', () => untilIdle(instancePlaces(lab.name), signal));
          },
        },
        onProgress,
        signal,
      );
    if (!existsSync(folder)) {
      await withLock(
        `${folder}.lock`,
        async () => {
          if (!existsSync(folder)) await make();
        },
        signal,
      );
    }
    return snapshotIn(folder, base.accelerator, image);
  };
}

async function setUpIncus(guest: Guest, onProgress: OnProgress): Promise<void> {
  await step(onProgress, 'set up Incus', () =>
    guest.mustRun(['incus', 'admin', 'init', '--preseed'], { input: singlePreseed() }),
  );
  await step(onProgress, 'imported the image', () => importImage(guest));
  await step(onProgress, 'unpacked it into the pool', () => unpackImage(guest));
}
