// SPDX-License-Identifier: Apache-2.0
/**
 * Makes of imported files a folder that Incus takes as an image once it is packed: a whole root, which has passed the chain
 * of processes that reads archives of strangers, and metadata of our own beside it.
 */

import { chownSync, closeSync, constants, fstatSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import { say } from '../../../contract/text.ts';
import { importProperty } from '../../incus/incus-images.ts';
import { giveIdentity } from '../../lxc/root-identity.ts';
import { openStacked } from '../../system/native/mounts.ts';
import { nobody } from '../../system/programs/without-rights.ts';
import type { ArchiveSummary, Unpack } from '../archives/ports.ts';
import { archiveLimits } from './archive-limits.ts';
import { tarOfFolder } from '../../system/programs/tar-of-folder.ts';

export interface InstanceImages {
  readonly unpack: Unpack;
  readonly disk: () => HostDisk;
  /** Gives the folder of the root file system of an image; fails with `image-not-found`. */
  readonly rootOf: (image: string) => Promise<string>;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export interface ImportedFiles {
  /** The instance that is made of them. */
  readonly name: string;
  /** A folder that only root can enter; its files have owners from 0 on. */
  readonly tree: string;
  /** The image that they lie on; undefined for a whole root. */
  readonly image: string | undefined;
  /** Is created, beside the tree. */
  readonly folder: string;
  /** The image is found in Incus by this mark. */
  readonly mark: string;
  readonly onProgress: (progress: { readonly files: number; readonly bytes: number }) => void;
}

/** What of the folder is the image, in this order: Incus reads its metadata first. */
export const imageMembers = ['metadata.yaml', 'rootfs'] as const;
const [metadataFile, rootFolder] = imageMembers;

/** Names of the kernel, as Incus knows processors, by those of Debian and of Node. */
const architectures: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  i386: 'i686',
  armhf: 'armv7l',
  ppc64el: 'ppc64le',
  loong64: 'loongarch64',
  x64: 'x86_64',
  ia32: 'i686',
  arm: 'armv7l',
};

/** Fails with `archive-unusable` where they are no system that boots, and as unpacking does. */
export async function makeInstanceImage(
  { name, tree, image, folder, mark, onProgress }: ImportedFiles,
  { unpack, disk, rootOf, now }: InstanceImages,
  signal: AbortSignal,
): Promise<void> {
  const [root, scratch] = [join(folder, rootFolder), join(folder, 'scratch')];
  mkdirSync(folder, { mode: 0o700 });
  mkdirSync(root, { mode: 0o755 });
  mkdirSync(scratch, { mode: 0o700 });
  chownSync(scratch, nobody, nobody);
  const { architecture, hasInit } = await withWhole({ tree, image }, rootOf, (whole) =>
    unpack(
      {
        layout: { folder: '', members: [] },
        keeps: 'root',
        limits: archiveLimits(disk()),
        input: tarOfFolder({ container: name, folder: whole, names: ['.'], keeps: 'root' }, signal),
        target: root,
        scratch,
        onReceived: () => undefined,
        onProgress,
      },
      signal,
    ),
  );
  if (!hasInit) failWithoutInit();
  giveIdentity(root, { ids: { base: 0, count: 65_536 }, hostname: name });
  writeFileSync(join(folder, metadataFile), `${JSON.stringify(metadataOf({ name, mark, architecture }, now()))}\n`);
}

/** Fails for what runs a program and is no system. */
export function failWithoutInit(): never {
  fail('archive-unusable', {
    reason: say(
      'it has no program that can be the first process of a system, as a container of an application has none; ' +
        'Incus would not start it: import it as a container of LXC',
    ),
  });
}

/** JSON is YAML. */
function metadataOf(
  { name, mark, architecture }: Pick<ImportedFiles, 'name' | 'mark'> & Pick<ArchiveSummary, 'architecture'>,
  now: number,
): object {
  const processor = architecture ?? arch();
  return {
    architecture: architectures[processor] ?? processor,
    creation_date: Math.floor(now),
    properties: { description: `${name}, imported by Bulkhead`, [importProperty]: mark },
  };
}

/** Calls with the tree, or with it on its image, as one open folder. */
async function withWhole<T>(
  { tree, image }: { readonly tree: string; readonly image: string | undefined },
  rootOf: InstanceImages['rootOf'],
  act: (folder: number) => Promise<T>,
): Promise<T> {
  const top = openFolder(tree);
  try {
    if (image === undefined) return await act(top);
    return await withOpen(openFolder(await rootOf(image)), async (below) => {
      const result = await withOpen(openStacked([top, below]), act);
      // An image loses its name before the first of its files.
      const same = await withOpen(openFolder(await rootOf(image)), async (now) => isSame(now, below));
      return same ? result : fail('image-not-found', { image });
    });
  } finally {
    closeSync(top);
  }
}

async function withOpen<T>(folder: number, act: (folder: number) => Promise<T>): Promise<T> {
  try {
    return await act(folder);
  } finally {
    closeSync(folder);
  }
}

function openFolder(path: string): number {
  return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
}

function isSame(one: number, other: number): boolean {
  const [a, b] = [fstatSync(one), fstatSync(other)];
  return a.dev === b.dev && a.ino === b.ino;
}
