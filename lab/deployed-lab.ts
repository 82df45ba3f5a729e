// SPDX-License-Identifier: Apache-2.0
/**
 * Starts a lab in which the helper is installed, confined and running, from a snapshot taken after the deploy; created
 * once for each state of what is deployed.
 */

import { dirname, join } from 'node:path';
import { withLock } from './build/lock.ts';
import { pruneDeployed, touchDeployed } from './snapshots/deployed-snapshots.ts';
import { install } from './deploy.ts';
import { type Deployment, withDeployment } from './deployment.ts';
import { deriveSnapshot } from './snapshots/derived-snapshot.ts';
import { type EnsureSnapshot, type Lab, type LabOptions, startLabFrom } from './guest.ts';
import { untilAnswering } from './helper-answer.ts';
import { untilIdle } from './machine/freeze.ts';
import { ensureSnapshot, snapshotIn } from './machine/snapshot.ts';
import { step } from './progress.ts';
import { type LabRecipe, recipe as usualRecipe } from './recipe/recipe.ts';
import { instancePlaces } from '../hosts/lab-instance.ts';

/** Its `reset` goes back to the deployed state. Rejects when the checkout has not been built. */
export function startDeployedLab(options: LabOptions = {}): Promise<Lab> {
  return withWholeDeployment((deployment) => startLabFrom(deployed(deployment, options.recipe), options));
}

/** Does the same as `withDeployment`, and rejects when the checkout has not been built. */
export function withWholeDeployment<T>(work: (deployment: Deployment) => Promise<T>): Promise<T> {
  return withDeployment((deployment) => {
    if (deployment.missing.length > 0)
      throw new Error(
        `cannot deploy into the lab: missing ${deployment.missing.join(', ')}; run "npm run build" first`,
      );
    return work(deployment);
  });
}

/** The snapshot is inside the booted one's folder. */
export function deployed(deployment: Deployment, recipe: LabRecipe = usualRecipe): EnsureSnapshot {
  return async (image, onProgress, signal) => {
    const booted = await ensureSnapshot(image, onProgress, signal);
    const parent = dirname(booted.disk);
    const folder = join(parent, `deployed-${deployment.key}`);
    const make = (): Promise<void> =>
      deriveSnapshot(
        {
          target: folder,
          name: `deploy-${deployment.key}`,
          recipe,
          from: ensureSnapshot,
          work: async (lab) => {
            await install(lab, deployment, onProgress);
            await step(onProgress, 'heard the helper answer and let it settle', async () => {
              await untilAnswering(lab);
              await untilIdle(instancePlaces(lab.name), signal);
            });
          },
        },
        onProgress,
        signal,
      );
    if (!(await touchDeployed(folder))) {
      await withLock(
        `${folder}.lock`,
        async () => {
          if (!(await touchDeployed(folder))) await make();
        },
        signal,
      );
      await pruneDeployed(parent);
    }
    return snapshotIn(folder, booted.accelerator, image);
  };
}
