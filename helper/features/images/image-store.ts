// SPDX-License-Identifier: Apache-2.0
/**
 * The root file systems from which containers are created: a folder each in the image store, `NAME/rootfs`, described
 * by `NAME/image.json`.
 */

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import { imageNameSchema } from '../../../contract/model/names.ts';
import type { Log } from '../../system/log.ts';
import { keepPrivate } from '../../system/files/keep-private.ts';
import { hasCode } from '../../system/errno.ts';
import { messageOf } from '../../system/message-of.ts';

export interface ImageStore {
  /** Sorted by name. A broken one is left out, and written to the log. */
  list(signal: AbortSignal): Promise<readonly Image[]>;
  /** The folder that holds the image's root file system; fails with `image-not-found`. */
  rootOf(name: string): Promise<string>;
  /**
   * Closes the store to everybody but root: an old image is full of set-id programs with known vulnerabilities. Done
   * also before an image is used.
   */
  close(): void;
}

export interface ImageStoreOptions {
  readonly log: Log;
  /** Default `/var/lib/bulkhead/images`. */
  readonly path?: string;
}

/** Only what the helper needs of the description; later versions may contain more. */
const descriptionSchema = z.object({
  name: imageNameSchema,
  description: z.string().max(1000).default(''),
  architecture: z.string().max(100),
  size: z.number().int().nonnegative().optional(),
  created: z.iso.datetime({ offset: true }).optional(),
});

export function createImageStore({ log, path = '/var/lib/bulkhead/images' }: ImageStoreOptions): ImageStore {
  async function readOrTell(folder: string): Promise<Image | undefined> {
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

  return {
    async list(signal) {
      const images: Image[] = [];
      for (const folder of await foldersIn(path)) {
        signal.throwIfAborted();
        const image = await readOrTell(folder);
        if (image !== undefined) images.push(image);
      }
      return images;
    },
    async rootOf(name) {
      keepPrivate(path);
      const image = imageNameSchema.safeParse(name).success ? await readOrTell(name) : undefined;
      if (image === undefined) fail('image-not-found', { image: name });
      return rootFolder(path, image.name);
    },
    close: () => keepPrivate(path),
  };
}

/**
 * A missing store counts as empty. Folders whose names have other characters are not images: an import uses such names
 * for unfinished ones.
 */
async function foldersIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() && imageNameSchema.safeParse(entry.name).success)
    .map(({ name }) => name)
    .sort();
}

/** Undefined when none has that name; throws when it cannot be used. */
async function readImage(path: string, folder: string): Promise<Image | undefined> {
  const text = await readFile(join(path, folder, 'image.json'), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { name, description, architecture, size, created } = descriptionSchema.parse(JSON.parse(text));
  if (name !== folder) throw new Error(`image.json says that it is ${name}`);
  if (!(await stat(rootFolder(path, folder))).isDirectory()) throw new Error('rootfs is no folder');
  return {
    name,
    description,
    architecture,
    sizeBytes: size ?? null,
    createdAt: created === undefined ? null : Date.parse(created) / 1000,
  };
}

function rootFolder(path: string, name: string): string {
  return join(path, name, 'rootfs');
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}
