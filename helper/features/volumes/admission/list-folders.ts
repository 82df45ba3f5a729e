// SPDX-License-Identifier: Apache-2.0
/**
 * Lists folders of the host from which a person chooses a volume. Nobody learns here what their own user could not list:
 * each folder of the path has to be open to the caller, as its owner or as everybody.
 */

import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { fail } from '../../../../contract/errors.ts';
import { maxVolumeFolders, type GivenVolumeFolder } from '../../../../contract/model/containers/volume-folder.ts';
import { volumeSourceSchema } from '../../../../contract/model/containers/volume.ts';
import type { GivenResult } from '../../../../contract/operations/index.ts';
import { say } from '../../../../contract/text.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { hasCode } from '../../../system/errno.ts';
import { openBelow, pathOnly, resolve } from '../../../system/native/native.ts';
import type { Giver } from '../../containers/ports/containers.ts';
import type { VolumeUser } from '../ports.ts';
import { dataFolders, problemOfGiving } from './admit-source.ts';
import type { VolumeList } from './volume-list.ts';
import { isWithin } from '../../../lxc/system-folders.ts';
import { problemOfSource } from './volume-source.ts';

interface FolderListing {
  readonly by: Giver;
  readonly list: VolumeList;
  readonly usersOf: (source: string) => readonly VolumeUser[];
}

const flags = pathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const within = resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks;
const mayEnter = 1;
const mayList = 5;

/**
 * Lists the folders; without a path it gives where one begins. Fails with `volume-not-allowed` where no volume is
 * allowed.
 */
export async function listFolders(
  path: string | undefined,
  listing: FolderListing,
): Promise<GivenResult<'volume.folders'>> {
  if (path === undefined) {
    const begins = [...new Set([...dataFolders, ...listing.list.folders])];
    return { folders: begins.flatMap((one) => describeBegin(one, listing) ?? []), isTruncated: false };
  }
  if (!isAllowed(path, listing)) fail('volume-not-allowed', { path, reason: say('no folder in it may be given') });
  const folder = openForUser(path, listing.by);
  try {
    return await listOpen(path, folder, listing);
  } finally {
    closeSync(folder);
  }
}

/** A folder below which there may be volumes, or one itself. */
function isAllowed(path: string, { by, list }: FolderListing): boolean {
  return dataFolders.some((data) => isWithin(path, data)) || problemOfGiving({ path, by, list }) === undefined;
}

/** Undefined for one that is not there. */
function describeBegin(path: string, listing: FolderListing): GivenVolumeFolder | undefined {
  try {
    const folder = openForUser(path, listing.by);
    try {
      return describe(path, folder, listing);
    } finally {
      closeSync(folder);
    }
  } catch {
    return undefined;
  }
}

/** Every part of the path is a folder that the user may enter, and no link. The caller closes it. */
function openForUser(path: string, by: Giver): number {
  let folder = openSync('/', flags);
  try {
    for (const part of path.split('/').slice(1)) {
      if (!isOpenTo(fstatSync(folder), by, mayEnter))
        fail('volume-not-allowed', { path, reason: say('a folder of its path is closed to you') });
      const next = openPart(path, folder, part);
      closeSync(folder);
      folder = next;
    }
    return folder;
  } catch (error) {
    closeSync(folder);
    throw error;
  }
}

function openPart(path: string, folder: number, part: string): number {
  try {
    return openBelow(folder, part, { flags, resolve: within });
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) throw error;
    return fail('volume-not-allowed', { path, reason: say('there is no such folder on the host') });
  }
}

/** Says whether it is open to somebody as its owner or as everybody; groups are left out. */
function isOpenTo({ uid, mode }: Stats, by: Giver, wanted: number): boolean {
  if (by.uid === 0) return true;
  const bits = uid === by.uid ? (mode >> 6) & 7 : mode & 7;
  return (bits & wanted) === wanted;
}

async function listOpen(path: string, folder: number, listing: FolderListing): Promise<GivenResult<'volume.folders'>> {
  if (!isOpenTo(fstatSync(folder), listing.by, mayList))
    fail('volume-not-allowed', { path, reason: say('it is closed to you; type the path of a folder in it') });
  const folders: GivenVolumeFolder[] = [];
  for await (const entry of await opendir(`/proc/self/fd/${folder}`)) {
    if (!entry.isDirectory()) continue;
    if (folders.length >= maxVolumeFolders) return { folders: sorted(folders), isTruncated: true };
    const one = describeEntry(`${path}/${entry.name}`, { folder, name: entry.name }, listing);
    if (one !== undefined) folders.push(one);
  }
  return { folders: sorted(folders), isTruncated: false };
}

/** Undefined for what could be no volume by its name, and for what is gone. */
function describeEntry(
  path: string,
  { folder, name }: { readonly folder: number; readonly name: string },
  listing: FolderListing,
): GivenVolumeFolder | undefined {
  if (!volumeSourceSchema().safeParse(path).success) return undefined;
  let opened: number;
  try {
    opened = openBelow(folder, name, { flags, resolve: within });
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return undefined;
    throw error;
  }
  try {
    return describe(path, opened, listing);
  } finally {
    closeSync(opened);
  }
}

function describe(path: string, folder: number, { by, list, usersOf }: FolderListing): GivenVolumeFolder {
  return {
    path,
    label: labelIfAny(folder) ?? null,
    problem: problemOfSource(path) ?? problemOfGiving({ path, folder, by, list }) ?? null,
    users: usersOf(path).map(({ name }) => name),
    isOpen: isOpenTo(fstatSync(folder), by, mayList),
  };
}

function sorted(folders: readonly GivenVolumeFolder[]): GivenVolumeFolder[] {
  return [...folders].sort((one, other) => (one.path < other.path ? -1 : 1));
}
