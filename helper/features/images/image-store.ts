// SPDX-License-Identifier: Apache-2.0
/**
 * The root file systems from which containers are created: a folder each in the image store, `NAME/rootfs`, described
 * by `NAME/image.json`. One is there once its folder has its name; what is being made, or removed, has a name that no
 * image can have.
 */

import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import { type Image, imageDescriptionSchema, imageSchema } from '../../../contract/model/host/image.ts';
import { imageNameSchema } from '../../../contract/model/names.ts';
import type { Log } from '../../system/log.ts';
import { keepPrivate } from '../../system/files/keep-private.ts';
import { untilDurable, writeDurably } from '../../system/files/write-durably.ts';
import { hasCode } from '../../system/errno.ts';
import { messageOf } from '../../system/message-of.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';

/** An image without the containers that were made of it. */
type StoredImage = Omit<Image, 'usedBy'>;

export interface ImageStore {
  readonly path: string;
  /** Sorted by name. A broken one is left out, and written to the log. */
  list(signal: AbortSignal): Promise<readonly StoredImage[]>;
  /** Fails with `image-not-found`. */
  find(name: string): Promise<StoredImage>;
  /** The folder that holds the image's root file system; fails with `image-not-found`. */
  rootOf(name: string): Promise<string>;
  /** Says whether a folder has the name, be it a whole image or not. */
  has(name: string): boolean;
  /** Says where the root file system of an image of this name is. */
  rootPath(name: string): string;
  /** Begins one; an intent has to say so. */
  begin(name: string): NewImage;
  /** Changes what is said about one; fails with `image-not-found`. */
  describe(name: string, description: string): Promise<StoredImage>;
  /** Removes one; an intent has to say so. */
  remove(name: string): Promise<void>;
  /** Removes what is left of an image that was being made or removed. Idempotent. */
  clear(name: string): Promise<void>;
  /**
   * Closes the store to everybody but root: an old image is full of set-id programs with known vulnerabilities. Done
   * also before an image is used.
   */
  close(): void;
}

/** An image that is being made. */
interface NewImage {
  /** An empty folder, for its files. */
  readonly rootfs: string;
  /** An empty folder, for what is needed meanwhile. */
  readonly scratch: string;
  /** Makes it one of the images, all at once. Its files have to be on the disk. */
  finish(image: StoredImage): Promise<void>;
}

export interface ImageStoreOptions {
  readonly log: Log;
  /** Default `/var/lib/bulkhead/images`. */
  readonly path?: string;
}

/** Only what the helper needs of the description; later versions may contain more. */
const descriptionSchema = z.object({
  name: imageNameSchema(),
  description: z.string().max(1000).default(''),
  architecture: z.string().max(100),
  size: z.number().int().nonnegative().optional(),
  created: z.iso.datetime({ offset: true }).optional(),
  sha256: z.string().nullable().default(null),
  origin: z.string().nullable().default(null),
  hasInit: z.boolean().nullable().default(null),
  application: imageSchema().shape.application.default(null),
});

const unfinished = '.unfinished-';
const timeoutMs = 3600 * 1000;

export function createImageStore({ log, path = '/var/lib/bulkhead/images' }: ImageStoreOptions): ImageStore {
  const folderOf = (name: string): string => join(path, imageNameSchema().parse(name));
  const unfinishedOf = (name: string): string => join(path, `${unfinished}${imageNameSchema().parse(name)}`);
  const descriptionOf = (folder: string): string => join(folder, 'image.json');

  async function readOrTell(folder: string): Promise<StoredImage | undefined> {
    try {
      return await readImage(path, folder);
    } catch (error) {
      log('warning', 'image-broken', {
        path: join(path, folder),
        reason: messageOf(error),
      });
      return undefined;
    }
  }

  async function find(name: string): Promise<StoredImage> {
    const image = imageNameSchema().safeParse(name).success ? await readOrTell(name) : undefined;
    return image ?? fail('image-not-found', { image: name });
  }

  async function clear(name: string): Promise<void> {
    await mustRunProgram('/usr/bin/rm', ['-r', '-f', '--one-file-system', '--', unfinishedOf(name)], { timeoutMs });
  }

  return {
    path,
    rootPath: (name) => rootFolder(path, imageNameSchema().parse(name)),
    async list(signal) {
      const images: StoredImage[] = [];
      for (const folder of await foldersIn(path)) {
        signal.throwIfAborted();
        const image = await readOrTell(folder);
        if (image !== undefined) images.push(image);
      }
      return images;
    },
    find,
    async rootOf(name) {
      keepPrivate(path);
      return rootFolder(path, (await find(name)).name);
    },
    has: (name) => existsSync(folderOf(name)),
    begin(name) {
      const folder = unfinishedOf(name);
      mkdirSync(path, { recursive: true, mode: 0o700 });
      keepPrivate(path);
      mkdirSync(folder, { mode: 0o700 });
      const [rootfs, scratch] = [join(folder, 'rootfs'), join(folder, 'scratch')];
      // The folder becomes the root of a container: others search it.
      mkdirSync(rootfs, { mode: 0o755 });
      mkdirSync(scratch, { mode: 0o700 });
      return {
        rootfs,
        scratch,
        async finish(image) {
          await mustRunProgram('/usr/bin/rm', ['-r', '-f', '--one-file-system', '--', scratch], { timeoutMs });
          writeDurably(descriptionOf(folder), textOf(image), 0o600);
          renameSync(folder, folderOf(name));
          await untilDurable([path]);
        },
      };
    },
    async describe(name, description) {
      const image = await find(name);
      const file = descriptionOf(folderOf(name));
      // What a later version wrote there stays.
      const written = z.looseObject({}).parse(JSON.parse(readFileSync(file, 'utf8')));
      writeDurably(file, `${JSON.stringify({ ...written, description }, undefined, 2)}\n`, 0o600);
      return { ...image, description };
    },
    async remove(name) {
      await clear(name);
      // At once no image any more, whatever becomes of its files.
      renameSync(folderOf(name), unfinishedOf(name));
      await clear(name);
    },
    clear,
    close: () => keepPrivate(path),
  };
}

/**
 * A missing store counts as empty. Folders whose names have other characters are not images: such names are used for
 * unfinished ones.
 */
async function foldersIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() && imageNameSchema().safeParse(entry.name).success)
    .map(({ name }) => name)
    .sort();
}

/** Undefined when none has that name; throws when it cannot be used. */
async function readImage(path: string, folder: string): Promise<StoredImage | undefined> {
  const text = await readFile(join(path, folder, 'image.json'), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { size, created, description, ...image } = descriptionSchema.parse(JSON.parse(text));
  if (image.name !== folder) throw new Error(`image.json says that it is ${image.name}`);
  if (!(await stat(rootFolder(path, folder))).isDirectory()) throw new Error('rootfs is no folder');
  return {
    ...image,
    // Clients show it in a line.
    description: imageDescriptionSchema().safeParse(description).data ?? '',
    sizeBytes: size ?? null,
    createdAt: created === undefined ? null : Date.parse(created) / 1000,
  };
}

function textOf({ sizeBytes, createdAt, ...image }: StoredImage): string {
  const written = {
    ...image,
    ...(sizeBytes !== null && { size: sizeBytes }),
    ...(createdAt !== null && { created: new Date(createdAt * 1000).toISOString() }),
  };
  return `${JSON.stringify(written, undefined, 2)}\n`;
}

function rootFolder(path: string, name: string): string {
  return join(path, name, 'rootfs');
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}
