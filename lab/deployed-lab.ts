// SPDX-License-Identifier: Apache-2.0
/**
 * Starts a lab in which the helper is installed, confined and running, from a snapshot taken after the deploy; created
 * once for each state of what is deployed.
 */

import { link, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeAbandoned } from './build/abandoned.ts';
import { withLock } from './build/lock.ts';
import { pruneDeployed, touchDeployed } from './deployed-snapshots.ts';
import { install } from './deploy.ts';
import { type Deployment, withDeployment } from './deployment.ts';
import { type Lab, type LabOptions, startLab, startLabFrom } from './guest.ts';
import { untilAnswering } from './helper-answer.ts';
import { freeze, untilIdle } from './machine/freeze.ts';
import { ensureSnapshot, type Snapshot } from './machine/snapshot.ts';
import { type ImagePlaces, labCache } from './places.ts';
import { type OnProgress, step } from './progress.ts';
import { instancePlaces } from '../hosts/lab-instance.ts';

/** Its `reset` goes back to the deployed state. Rejects when the checkout has not been built. */
export function startDeployedLab(options: LabOptions = {}): Promise<Lab> {
  return withDeployment((deployment) => {
    if (deployment.missing.length > 0)
      throw new Error(
        `cannot deploy into the lab: missing ${deployment.missing.join(', ')}; run "npm run build" first`,
      );
    return startLabFrom(
      (image, onProgress, signal) => ensureDeployed({ deployment, image, onProgress }, signal),
      options,
    );
  });
}

interface Wanted {
  readonly deployment: Deployment;
  readonly image: ImagePlaces;
  readonly onProgress: OnProgress;
}

/** It is inside the booted snapshot's folder, on whose disk its own disk is an overlay: it cannot outlive it. */
async function ensureDeployed(wanted: Wanted, signal?: AbortSignal): Promise<Snapshot> {
  const booted = await ensureSnapshot(wanted.image, wanted.onProgress, signal);
  const parent = dirname(booted.disk);
  const folder = join(parent, `deployed-${wanted.deployment.key}`);
  if (!(await touchDeployed(folder))) {
    await withLock(
      `${folder}.lock`,
      async () => {
        if (!(await touchDeployed(folder))) await make(folder, wanted, signal);
      },
      signal,
    );
    await pruneDeployed(parent);
  }
  return { accelerator: booted.accelerator, disk: join(folder, 'disk.qcow2'), memory: join(folder, 'memory') };
}

async function make(target: string, { deployment, onProgress }: Wanted, signal?: AbortSignal): Promise<void> {
  await removeAbandoned();
  const folder = await mkdtemp(join(labCache, `deploying-${process.pid}-`));
  try {
    await deployAndFreeze(folder, deployment, { onProgress, ...(signal && { signal }) });
    await rename(folder, target);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function deployAndFreeze(
  folder: string,
  deployment: Deployment,
  options: Required<Pick<LabOptions, 'onProgress'>> & Pick<LabOptions, 'signal'>,
): Promise<void> {
  const { onProgress, signal } = options;
  const lab = await startLab({ ...options, name: `deploy-${deployment.key}` });
  // Every command that runs in the guest then ends with it.
  const stop = (): void => void lab.stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const places = instancePlaces(lab.name);
    await install(lab, deployment, onProgress);
    await step(onProgress, 'heard the helper answer and let it settle', async () => {
      await untilAnswering(lab);
      await untilIdle(places, signal);
    });
    // The lab removes its own name of the disk when it ends.
    await link(places.disk, join(folder, 'disk.qcow2'));
    await step(onProgress, 'kept its memory', () => freeze(places, folder, signal));
    await lab.ended;
  } finally {
    signal?.removeEventListener('abort', stop);
    await lab.stop();
  }
}
