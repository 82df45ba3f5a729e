// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a snapshot from another: starts a lab from that one, works in it, and keeps it. Its disks are overlays of the
 * other's, so it lies in the other's folder, and cannot outlive it.
 */

import { existsSync } from 'node:fs';
import { link, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { instancePlaces } from '../../hosts/lab-instance.ts';
import { removeAbandoned } from '../build/abandoned.ts';
import { type EnsureSnapshot, type Lab, startLabFrom } from '../guest.ts';
import { freeze } from '../machine/freeze.ts';
import { labCache } from '../places.ts';
import { type OnProgress, step } from '../progress.ts';
import type { LabRecipe } from '../recipe/recipe.ts';

interface Derivation {
  /** The folder that the snapshot becomes. */
  readonly target: string;
  /** The lab in which the work is done has this name. */
  readonly name: string;
  readonly recipe: LabRecipe;
  readonly from: EnsureSnapshot;
  readonly work: (lab: Lab) => Promise<void>;
}

/** Half of a snapshot is never seen under its name. */
export async function deriveSnapshot(
  derivation: Derivation,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<void> {
  await withSnapshotFolder(derivation.target, (folder) => workAndFreeze(folder, { ...derivation, onProgress }, signal));
}

/** Gives a folder that becomes `target` when it is filled. */
export async function withSnapshotFolder(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
  await removeAbandoned();
  const folder = await mkdtemp(join(labCache, `deploying-${process.pid}-`));
  try {
    await fill(folder);
    await rename(folder, target);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function workAndFreeze(
  folder: string,
  { name, recipe, from, work, onProgress }: Derivation & { readonly onProgress: OnProgress },
  signal?: AbortSignal,
): Promise<void> {
  const lab = await startLabFrom(from, { name, recipe, onProgress, ...(signal && { signal }) });
  // Every command that runs in the guest then ends with it.
  const stop = (): void => void lab.stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await work(lab);
    await step(onProgress, 'kept its memory', () => keepSnapshot(lab, folder, signal));
    await lab.ended;
  } finally {
    signal?.removeEventListener('abort', stop);
    await lab.stop();
  }
}

/** Ends the lab, and keeps its disks and its memory in the folder. */
export async function keepSnapshot(lab: Lab, folder: string, signal?: AbortSignal): Promise<void> {
  const places = instancePlaces(lab.name);
  // The lab removes its own names of the disks when it ends.
  await link(places.disk, join(folder, 'disk.qcow2'));
  if (existsSync(places.dataDisk)) await link(places.dataDisk, join(folder, 'data.qcow2'));
  await freeze(places, folder, signal);
}
