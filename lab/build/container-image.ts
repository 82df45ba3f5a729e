// SPDX-License-Identifier: Apache-2.0
/** Puts a container image into the guest's image store, unpacked, with the description that the helper lists it by. */

import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { debianResolver } from '../../contract/rules/debian-image.ts';
import type { ImageRecipe } from '../recipe/images.ts';
import { runTool } from '../run-tool.ts';
import { linkInRoot } from './debian-root.ts';

/** The path is seen from the root. */
export const helperStore = 'var/lib/bulkhead/images';

export async function storeImage(image: ImageRecipe, imageRoot: string, store: string): Promise<void> {
  await linkInRoot(imageRoot, 'etc/resolv.conf', debianResolver);
  const folder = join(store, image.name);
  await mkdir(folder, { recursive: true });
  // Only root may reach the files of an image, above all its set-id programs.
  await chmod(store, 0o700);
  await rename(imageRoot, join(folder, 'rootfs'));
  await writeFile(
    join(folder, 'image.json'),
    `${JSON.stringify(await describe(image, join(folder, 'rootfs')), undefined, 2)}\n`,
  );
}

async function describe({ name, description }: ImageRecipe, rootfs: string): Promise<object> {
  const [bytes] = (await runTool('du', ['-s', '-B1', rootfs])).split('\t');
  return { name, description, architecture: 'amd64', size: Number(bytes), created: new Date().toISOString() };
}
