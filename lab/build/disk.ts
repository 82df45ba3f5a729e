// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the lab's disk, kernel and keys into a folder. Needs root: it sets owners, device nodes and security labels.
 */

import { copyFile, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { imagePlaces } from '../places.ts';
import { type OnProgress, step } from '../progress.ts';
import type { ImageRecipe } from '../recipe/images.ts';
import type { LabRecipe } from '../recipe/recipe.ts';
import { runTool } from '../run-tool.ts';
import { helperStore, storeImage } from './container-image.ts';
import { makeDebianRoot } from './debian-root.ts';
import { installForeignPolicy } from './foreign-policy.ts';
import { addPeople } from './people.ts';
import { removeOtherModules } from './policy-modules.ts';

export interface BuildOptions {
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal;
}

export async function buildDisk(
  recipe: LabRecipe,
  folder: string,
  { onProgress, signal }: BuildOptions,
): Promise<void> {
  const guestRoot = join(folder, 'guest');
  const rootOf = (image: ImageRecipe): string => join(folder, `image-${image.name}`);
  await step(onProgress, 'installed the guest and the container images', async () => {
    // All are waited for, whatever becomes of one: the folder of a failed build is removed.
    const results = await Promise.allSettled([
      makeDebianRoot(guestRoot, { release: recipe.release, ...recipe.guest }, signal),
      ...recipe.images.map((image) => makeDebianRoot(rootOf(image), { release: recipe.release, ...image }, signal)),
    ]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  });
  await step(onProgress, 'added users, keys and the image store', async () => {
    await makeKeys(recipe, folder, guestRoot);
    const store = join(guestRoot, recipe.imageStore ?? helperStore);
    for (const image of recipe.images) await storeImage(image, rootOf(image), store);
    await takeKernel(folder, guestRoot);
  });
  const { policyModules } = recipe;
  if (policyModules !== undefined)
    await step(onProgress, 'removed policy modules of other software', () =>
      removeOtherModules(guestRoot, policyModules, signal),
    );
  const { policy } = recipe;
  if (policy !== undefined)
    await step(onProgress, `compiled the policy ${policy.folder}`, () =>
      installForeignPolicy(
        guestRoot,
        { store: policy.store, folder: join(dirname(folder), 'policies', policy.folder) },
        signal,
      ),
    );
  const { isStock = false, diskSize: size } = recipe;
  if (!isStock)
    await step(onProgress, 'labelled all files', () => label(guestRoot, policy?.store ?? 'default', signal));
  const content = { folder, root: guestRoot, size, hasQuotas: !isStock };
  await step(onProgress, 'wrote the disk', () => writeDisk(content, signal));
  await rm(guestRoot, { recursive: true });
}

async function makeKeys(recipe: LabRecipe, folder: string, root: string): Promise<void> {
  const { key, hostKeys } = imagePlaces(folder);
  await runTool('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'bulkhead-lab', '-f', key]);
  await addPeople(root, recipe, await readFile(`${key}.pub`, 'utf8'));
  const hostKey = join(root, 'etc/ssh/ssh_host_ed25519_key');
  await rm(hostKey, { force: true });
  await rm(`${hostKey}.pub`, { force: true });
  await runTool('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'bulkhead-lab', '-f', hostKey]);
  await writeFile(hostKeys, await readFile(`${hostKey}.pub`, 'utf8'));
}

async function takeKernel(folder: string, root: string): Promise<void> {
  const { kernel, initrd } = imagePlaces(folder);
  const boot = await readdir(join(root, 'boot'));
  await copyFile(join(root, 'boot', newest(boot, 'vmlinuz-')), kernel);
  await copyFile(join(root, 'boot', newest(boot, 'initrd.img-')), initrd);
}

function newest(names: readonly string[], prefix: string): string {
  const name = names
    .filter((candidate) => candidate.startsWith(prefix))
    .sort()
    .at(-1);
  if (!name) throw new Error(`cannot build the lab: its root has no ${prefix}*`);
  return name;
}

/**
 * Works although this host has no SELinux: it only writes extended attributes, and the guest needs no relabel at boot.
 */
async function label(root: string, store: string, signal?: AbortSignal): Promise<void> {
  await runTool('chroot', [root, 'setfiles', '-F', `/etc/selinux/${store}/contexts/files/file_contexts`, '/'], {
    signal,
  });
}

interface DiskContent {
  readonly folder: string;
  readonly root: string;
  readonly size: string;
  readonly hasQuotas: boolean;
}

async function writeDisk({ folder, root, size, hasQuotas }: DiskContent, signal?: AbortSignal): Promise<void> {
  const raw = join(folder, 'disk.raw');
  await mkdir(folder, { recursive: true });
  await writeFile(raw, '');
  await truncate(raw, gibibytes(size));
  await runTool(
    'mke2fs',
    [
      ...['-q', '-F', '-t', 'ext4', '-L', 'lab', ...(hasQuotas ? ['-O', 'quota,project'] : [])],
      ...['-E', 'assume_storage_prezeroed=1', '-d', root, raw],
    ],
    { signal },
  );
  await runTool('qemu-img', ['convert', '-O', 'qcow2', raw, imagePlaces(folder).disk], { signal });
  await rm(raw);
}

function gibibytes(size: string): number {
  return Number.parseInt(size, 10) * 1024 ** 3;
}
