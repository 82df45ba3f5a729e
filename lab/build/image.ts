// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the disk image of a recipe: the cached one, or a new one. A half-built image is never seen under its
 * final name.
 */

import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { imagePlaces, type ImagePlaces, labCache } from '../places.ts';
import type { OnProgress } from '../progress.ts';
import { step } from '../progress.ts';
import { type LabRecipe, recipeKey } from '../recipe/recipe.ts';
import { runTool } from '../run-tool.ts';
import { removeAbandoned, removeTree } from './abandoned.ts';
import { buildDisk, type BuildOptions } from './disk.ts';
import { withLock } from './lock.ts';

export async function ensureImage(
  recipe: LabRecipe,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<ImagePlaces> {
  const key = recipeKey(recipe);
  const places = imagePlaces(join(labCache, key), recipe);
  if (existsSync(places.folder)) return places;
  await mkdir(labCache, { recursive: true });
  await withLock(
    join(labCache, `${key}.lock`),
    async () => {
      if (!existsSync(places.folder)) await build(recipe, places.folder, { onProgress, ...(signal && { signal }) });
    },
    signal,
  );
  return places;
}

async function build(recipe: LabRecipe, target: string, { onProgress, signal }: BuildOptions): Promise<void> {
  await removeAbandoned();
  const folder = await mkdtemp(join(labCache, `building-${process.pid}-`));
  // mmdebstrap's sandboxed downloader must be able to walk through it.
  await chmod(folder, 0o755);
  try {
    await (process.getuid?.() === 0
      ? buildDisk(recipe, folder, { onProgress, ...(signal && { signal }) })
      : buildThroughSudo(recipe, folder, { onProgress, ...(signal && { signal }) }));
    await rename(folder, target);
  } catch (error) {
    await removeTree(folder);
    throw error;
  }
}

async function buildThroughSudo(
  recipe: LabRecipe,
  folder: string,
  { onProgress, signal }: BuildOptions,
): Promise<void> {
  const program = fileURLToPath(new URL('disk-as-root.ts', import.meta.url));
  const ids = [process.getuid?.(), process.getgid?.()].map(String);
  await step(onProgress, 'built the lab disk through sudo', () =>
    runTool('sudo', ['--', process.execPath, ...process.execArgv, program, folder, ...ids], {
      input: JSON.stringify(recipe),
      signal,
    }),
  );
}
