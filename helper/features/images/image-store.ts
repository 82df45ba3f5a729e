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

interface ImageStoreState extends ImageStoreOptions {
  readonly path: string;
}

export function createImageStore(options: ImageStoreOptions): ImageStore {
  const store: ImageStoreState = { ...options, path: options.path ?? '/var/lib/bulkhead/images' };
  return {
    path: store.path,
    rootPath: (name) => rootFolder(store.path, imageNameSchema().parse(name)),
    list: (signal) => list(store, signal),
    find: (name) => find(store, name),
    async rootOf(name) {
      keepPrivate(store.path);
      return rootFolder(store.path, (await find(store, name)).name);
    },
    has: (name) => existsSync(folderOf(store, name)),
    begin: (name) => begin(store, name),
    describe: (name, description) => describe(store, name, description),
    remove: (name) => remove(store, name),
    clear: (name) => clear(store, name),
    close: () => keepPrivate(store.path),
  };
}

function folderOf({ path }: ImageStoreState, name: string): string {
  return join(path, imageNameSchema().parse(name));
}

function unfinishedOf({ path }: ImageStoreState, name: string): string {
  return join(path, `${unfinished}${imageNameSchema().parse(name)}`);
}

function descriptionOf(folder: string): string {
  return join(folder, 'image.json');
}

async function readOrWarn({ path, log }: ImageStoreState, folder: string): Promise<StoredImage | undefined> {
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

async function find(store: ImageStoreState, name: string): Promise<StoredImage> {
  const image = imageNameSchema().safeParse(name).success ? await readOrWarn(store, name) : undefined;
  return image ?? fail('image-not-found', { image: name });
}

async function clear(store: ImageStoreState, name: string): Promise<void> {
  await mustRunProgram('/usr/bin/rm', ['-r', '-f', '--one-file-system', '--', unfinishedOf(store, name)], {
    timeoutMs,
  });
}

async function list(store: ImageStoreState, signal: AbortSignal): Promise<readonly StoredImage[]> {
  const images: StoredImage[] = [];
  for (const folder of await foldersIn(store.path)) {
    signal.throwIfAborted();
    const image = await readOrWarn(store, folder);
    if (image !== undefined) images.push(image);
  }
  return images;
}

function begin(store: ImageStoreState, name: string): NewImage {
  const folder = unfinishedOf(store, name);
  mkdirSync(store.path, { recursive: true, mode: 0o700 });
  keepPrivate(store.path);
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
      renameSync(folder, folderOf(store, name));
      await untilDurable([store.path]);
    },
  };
}

async function describe(store: ImageStoreState, name: string, description: string): Promise<StoredImage> {
  const image = await find(store, name);
  const file = descriptionOf(folderOf(store, name));
  // What a later version wrote there stays.
  const written = z.looseObject({}).parse(JSON.parse(readFileSync(file, 'utf8')));
  writeDurably(file, `${JSON.stringify({ ...written, description }, undefined, 2)}\n`, 0o600);
  return { ...image, description };
}

async function remove(store: ImageStoreState, name: string): Promise<void> {
  await clear(store, name);
  // At once no image any more, whatever becomes of its files.
  renameSync(folderOf(store, name), unfinishedOf(store, name));
  await clear(store, name);
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
