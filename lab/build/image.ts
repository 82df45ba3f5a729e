// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the lab's disk image: the cached one of this recipe, or a new one. A half-built image is never seen under its
 * final name.
 */

import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { imagePlaces, type ImagePlaces, labCache } from '../places.ts';
import type { OnProgress } from '../progress.ts';
import { step } from '../progress.ts';
import { recipeKey } from '../recipe/recipe.ts';
import { runTool } from '../run-tool.ts';
import { removeAbandoned, removeTree } from './abandoned.ts';
import { buildDisk } from './disk.ts';
import { withLock } from './lock.ts';

export async function ensureImage(onProgress: OnProgress, signal?: AbortSignal): Promise<ImagePlaces> {
  const places = imagePlaces();
  if (existsSync(places.folder)) return places;
  await mkdir(labCache, { recursive: true });
  await withLock(
    join(labCache, `${recipeKey()}.lock`),
    async () => {
      if (!existsSync(places.folder)) await build(places.folder, onProgress, signal);
    },
    signal,
  );
  return places;
}

async function build(target: string, onProgress: OnProgress, signal?: AbortSignal): Promise<void> {
  await removeAbandoned();
  const folder = await mkdtemp(join(labCache, `building-${process.pid}-`));
  // mmdebstrap's sandboxed downloader must be able to walk through it.
  await chmod(folder, 0o755);
  try {
    await (process.getuid?.() === 0
      ? buildDisk(folder, onProgress, signal)
      : buildThroughSudo(folder, onProgress, signal));
    await rename(folder, target);
  } catch (error) {
    await removeTree(folder);
    throw error;
  }
}

async function buildThroughSudo(folder: string, onProgress: OnProgress, signal?: AbortSignal): Promise<void> {
  const program = fileURLToPath(new URL('disk-as-root.ts', import.meta.url));
  const ids = [process.getuid?.(), process.getgid?.()].map(String);
  await step(onProgress, 'built the lab disk through sudo', () =>
    runTool('sudo', ['--', process.execPath, ...process.execArgv, program, folder, ...ids], { signal }),
  );
}
