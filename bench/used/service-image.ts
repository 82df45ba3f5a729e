// SPDX-License-Identifier: Apache-2.0
/**
 * A container image with the five services that are measured and what a Debian is used for every day, each masked, so
 * that a container runs only its own. It is built once by mmdebstrap, like the images of the lab, kept in the lab's
 * cache, and put into a running lab.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { debianEnabledUnits, debianImageFiles, debianMaskedUnits } from '../../contract/rules/debian-image.ts';
import { removeTree } from '../../lab/build/abandoned.ts';
import { helperStore, storeImage } from '../../lab/build/container-image.ts';
import { makeDebianRoot } from '../../lab/build/debian-root.ts';
import type { Guest } from '../../lab/guest.ts';
import { labCache } from '../../lab/places.ts';
import type { ImageRecipe } from '../../lab/recipe/images.ts';
import { debianPackages, release } from '../../lab/recipe/packages.ts';
import { runTool } from '../../lab/run-tool.ts';
import { everyday } from './everyday-uses.ts';
import { services } from './services.ts';

export const serviceImage = 'services';

const recipe: ImageRecipe = {
  name: serviceImage,
  description: 'Debian 13 with the services of bench/used',
  packages: [...debianPackages, ...new Set([...services.flatMap(({ packages }) => packages), ...everyday.packages])],
  files: [...debianImageFiles, ...services.flatMap(({ files }) => files)],
  enabled: debianEnabledUnits,
  masked: [...debianMaskedUnits, ...new Set([...services.map(({ unit }) => unit), ...everyday.units])],
};

/** Resolves when a container can be created from it. */
export async function installServiceImage(guest: Guest): Promise<void> {
  if ((await guest.run(['test', '-d', `/${helperStore}/${serviceImage}`])).code === 0) return;
  await guest.copyIn(await archive(), '/root/services.tar');
  await guest.mustRun(`tar -C /${helperStore} -x -f /root/services.tar && rm /root/services.tar`);
}

async function archive(): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16);
  const path = join(labCache, `services-${key}.tar`);
  if (!existsSync(path)) await build(path);
  return path;
}

async function build(target: string): Promise<void> {
  await mkdir(labCache, { recursive: true });
  const folder = await mkdtemp(join(labCache, `building-${process.pid}-`));
  // mmdebstrap's sandboxed downloader must be able to walk through it.
  await chmod(folder, 0o755);
  try {
    const root = join(folder, 'root');
    await makeDebianRoot(root, { ...recipe, release });
    await storeImage(recipe, root, join(folder, 'store'));
    await runTool('tar', [
      '-C',
      join(folder, 'store'),
      '-c',
      '--numeric-owner',
      '-f',
      join(folder, 'tar'),
      recipe.name,
    ]);
    await rename(join(folder, 'tar'), target);
  } finally {
    await removeTree(folder);
  }
}
