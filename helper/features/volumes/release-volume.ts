// SPDX-License-Identifier: Apache-2.0
/**
 * Restores the labels of a folder that is a volume of nobody any more. One that was moved meanwhile is found by its
 * handle; one that is not found is reported, because it keeps the label of a container.
 */

import { closeSync, readlinkSync } from 'node:fs';
import type { GivenVolumeItem } from '../../../contract/operations/containers/volume.ts';
import { say, type Words } from '../../../contract/text.ts';
import { inspectFolder } from '../../selinux/labels/inspect-folder.ts';
import { markOf, unmark } from '../../selinux/labels/kept-label.ts';
import type { AttachedFolders } from './attached-folders.ts';
import { restoreTree } from './labels/label-tree.ts';
import { unbindFromItself } from './volume-mounts.ts';

export interface VolumeRelease {
  readonly attached: AttachedFolders;
  /** Takes the path by which a folder was attached that is not found, and what is to be done by hand. */
  readonly onLost: (source: string, reason: Words) => void;
}

export interface ReleasedVolume {
  /** The path by which it was attached. */
  readonly source: string;
  /** What has this path now, open; undefined when there is none. */
  readonly folder: number | undefined;
  readonly tell: (item: GivenVolumeItem) => void;
  readonly signal: AbortSignal;
}

/** Does nothing for a folder that was not attached, or was released before. */
export async function releaseVolume(volume: ReleasedVolume, { attached, onLost }: VolumeRelease): Promise<void> {
  const { source, folder, tell } = volume;
  if (folder !== undefined && markOf(folder) === source)
    return releaseFolder({ ...volume, folder, place: source }, attached);
  if (!attached.isAttached(source)) return;
  const moved = attached.find(source);
  if (moved === undefined) {
    const reason = howToRestore(source);
    tell({ type: 'skipped', path: source, reason });
    onLost(source, reason);
    attached.forget(source);
    return;
  }
  try {
    await releaseFolder({ ...volume, folder: moved, place: readlinkSync(`/proc/self/fd/${moved}`) }, attached);
  } finally {
    closeSync(moved);
  }
}

/** `place`: where it is now. */
async function releaseFolder(
  { source, folder, place, tell, signal }: ReleasedVolume & { readonly folder: number; readonly place: string },
  attached: AttachedFolders,
): Promise<void> {
  const inspection = await inspectFolder({ path: place, folder }, { isNew: false }, signal);
  await restoreTree({ source: place, folder, tell, inspection }, signal);
  // It is forgotten before the mark goes: where there is no space to write this, all is done again and the folder is
  // still known.
  attached.forget(source);
  unmark(folder);
  unbindFromItself(place);
}

function howToRestore(source: string): Words {
  return say(
    'the folder that was attached is not there any more, and was not found elsewhere; if it was moved, its files keep ' +
      'the label of a container: move it back to {source}, attach it and detach it, or find it and run restorecon -RF on it',
    { source },
  );
}
