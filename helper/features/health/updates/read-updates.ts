// SPDX-License-Identifier: Apache-2.0
/**
 * The updates of a container or an image of Debian or Ubuntu, from the files of its dpkg and apt, which are opened below
 * its tree and nowhere else. They are read again only when they have changed.
 */

import { closeSync, constants, fstatSync, opendirSync, openSync, readFileSync, type Stats } from 'node:fs';
import type { GivenHealth } from '../../../../contract/model/containers/health.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { hasCode } from '../../../system/errno.ts';
import { openBelow, resolve } from '../../../system/native/native.ts';
import { createUpdateSearch } from './find-updates.ts';
import { readStanzas } from './read-stanzas.ts';

type Updates = GivenHealth['updates'];

interface ReadUpdates {
  readonly updates: Updates;
  /** Says whether it has packages of dpkg at all. */
  readonly isDebian: boolean;
}

const statusPath = 'var/lib/dpkg/status';
const listsPath = 'var/lib/apt/lists';
const maxNames = 1000;
const maxLists = 64;
/** A desktop with everything has 6 MiB of status, and a mirror 60 MiB of lists. */
const maxStatusBytes = 8 * 2 ** 20;
const maxListsBytes = 96 * 2 ** 20;
/** Time that a container can make the helper spend on its files. */
const maxReadMs = 5000;
/** Containers of which the last reading is kept. */
const maxKnown = 256;

/** Neither a link nor another file system leads out of the tree, or to something that never answers. */
const within = resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks | resolve.noXdev;
const forReading = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** `rootfs`: where the host has the root. `lists`: the root whose lists of packages are read, the same when left out. */
export type UpdatesReader = (name: string, rootfs: string, lists?: string) => Promise<ReadUpdates>;

export function createUpdatesReader(): UpdatesReader {
  const known = new Map<string, { readonly stamp: string; readonly read: ReadUpdates }>();
  return async (name, rootfs, lists = rootfs) => {
    const files = openFiles(rootfs, lists);
    try {
      const before = known.get(name);
      if (before?.stamp === files.stamp) return before.read;
      const read = await updatesOf(files);
      known.delete(name);
      known.set(name, { stamp: files.stamp, read });
      for (const [oldest] of known) if (known.size > maxKnown) known.delete(oldest);
      return read;
    } finally {
      files.close();
    }
  };
}

interface OpenedFile {
  readonly name: string;
  readonly descriptor: number;
  readonly status: Stats;
}

interface OpenedFiles {
  readonly status: OpenedFile | undefined;
  readonly lists: readonly OpenedFile[];
  /** Says whether apt keeps its lists in a form that is not read here. */
  readonly isPacked: boolean;
  /** Another one when a file was replaced or written. */
  readonly stamp: string;
  close(): void;
}

function openFiles(rootfs: string, listsRoot: string): OpenedFiles {
  const status = inRoot(rootfs, (root) => openPlain(root, statusPath));
  return inRoot(listsRoot, (root) => {
    const names = namesIn(root, listsPath);
    const lists = names
      .filter((name) => name.endsWith('_Packages'))
      .slice(0, maxLists)
      .flatMap((name) => openPlain(root, `${listsPath}/${name}`) ?? []);
    const all = [...(status === undefined ? [] : [status]), ...lists];
    return {
      status,
      lists,
      isPacked: names.some((name) => /_Packages\.\w+$/.test(name)),
      stamp: JSON.stringify(all.map(({ name, status: { ino, size, mtimeMs } }) => [name, ino, size, mtimeMs])),
      close: () => all.forEach(({ descriptor }) => closeSync(descriptor)),
    };
  });
}

function inRoot<T>(path: string, act: (root: number) => T): T {
  const root = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    return act(root);
  } finally {
    closeSync(root);
  }
}

/** Says whether apt has lists of packages in this root that are read here. */
export function hasLists(path: string): boolean {
  return inRoot(path, (root) => namesIn(root, listsPath).some((name) => name.endsWith('_Packages')));
}

const releasePath = 'usr/lib/os-release';
const maxReleaseBytes = 64 * 1024;

/** `debian trixie`; undefined where a root does not say it. */
export function releaseOf(path: string): string | undefined {
  const file = inRoot(path, (root) => openPlain(root, releasePath));
  if (file === undefined) return undefined;
  try {
    if (file.status.size > maxReleaseBytes) return undefined;
    const text = readFileSync(file.descriptor, 'utf8');
    const [id, codename] = ['ID', 'VERSION_CODENAME'].map(
      (key) => new RegExp(`^${key}="?([a-z0-9.-]+)"?$`, 'm').exec(text)?.[1],
    );
    return id === undefined || codename === undefined ? undefined : `${id} ${codename}`;
  } finally {
    closeSync(file.descriptor);
  }
}

async function updatesOf(files: OpenedFiles): Promise<ReadUpdates> {
  const { status, lists } = files;
  if (status === undefined) return { updates: unknown(say('it has no packages of dpkg')), isDebian: false };
  const reason = reasonAgainst(status, files);
  return { updates: reason === undefined ? await searchIn(status, lists) : unknown(reason), isDebian: true };
}

function reasonAgainst(status: OpenedFile, { lists, isPacked }: OpenedFiles): Words | undefined {
  if (lists.length === 0)
    return isPacked
      ? say('its lists of packages are compressed')
      : say('it has no lists of packages; apt update fetches them');
  const bytes = lists.reduce((sum, one) => sum + one.status.size, 0);
  return status.status.size > maxStatusBytes || bytes > maxListsBytes
    ? say('its files of packages are too large')
    : undefined;
}

async function searchIn(status: OpenedFile, lists: readonly OpenedFile[]): Promise<Updates> {
  const search = createUpdateSearch();
  const end = performance.now() + maxReadMs;
  try {
    for await (const stanzas of readStanzas(status.descriptor, status.status.size))
      stanzas.forEach(search.addInstalled);
    for (const {
      descriptor,
      name,
      status: { size },
    } of lists)
      for await (const stanzas of readStanzas(descriptor, size)) {
        if (performance.now() > end) return unknown(say('reading its lists of packages takes too long'));
        for (const stanza of stanzas) search.addOffered(stanza, /security/i.test(name));
      }
  } catch {
    return unknown(say('its files of packages cannot be read'));
  }
  const listsAt = Math.max(0, ...lists.map(({ status: { mtimeMs } }) => mtimeMs)) / 1000;
  return { state: 'known', ...search.found(), listsAt };
}

function unknown(reason: Words): Updates {
  return { state: 'unknown', reason };
}

/** Undefined where there is none, or it is something else than a file. */
function openPlain(root: number, path: string): OpenedFile | undefined {
  const descriptor = openIfThere(root, path, 0);
  if (descriptor === undefined) return undefined;
  const status = fstatSync(descriptor);
  if (status.isFile()) return { name: path.slice(path.lastIndexOf('/') + 1), descriptor, status };
  closeSync(descriptor);
  return undefined;
}

/** Gives the first of the names, in their order; none where there is no such folder. */
function namesIn(root: number, path: string): readonly string[] {
  const descriptor = openIfThere(root, path, constants.O_DIRECTORY);
  if (descriptor === undefined) return [];
  try {
    const folder = opendirSync(`/proc/self/fd/${descriptor}`);
    try {
      const names: string[] = [];
      for (let entry = folder.readSync(); entry !== null && names.length < maxNames; entry = folder.readSync())
        names.push(entry.name);
      return names.sort();
    } finally {
      folder.closeSync();
    }
  } finally {
    closeSync(descriptor);
  }
}

function openIfThere(root: number, path: string, flags: number): number | undefined {
  try {
    return openBelow(root, path, { flags: forReading | flags, resolve: within });
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EXDEV', 'ENXIO', 'EACCES')) return undefined;
    throw error;
  }
}
