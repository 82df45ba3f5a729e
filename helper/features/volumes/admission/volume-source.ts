// SPDX-License-Identifier: Apache-2.0
/**
 * Folders that are never given to a container, whatever is listed: those that the host itself or another container
 * needs. admit-source.ts says which may be given.
 */

import { closeSync } from 'node:fs';
import { fail, isFailure } from '../../../../contract/errors.ts';
import { namedVolumeOfSource } from '../../../../contract/model/containers/named-volume.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { isOfMany, systemFolderOf } from '../../../lxc/system-folders.ts';
import { openRoot } from '../../../selinux/labels/walk-tree.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { codeOf } from '../../../system/errno.ts';

/** Judges the source by its path alone; undefined when nothing prevents it. */
export function problemOfSource(path: string): Words | undefined {
  if (namedVolumeOfSource(path) !== undefined) return undefined;
  const system = systemFolderOf(path);
  if (system !== undefined)
    return path === system
      ? say('it belongs to the system')
      : say('it lies below {system}, which belongs to the system', { system });
  return isOfMany(path) ? say('it is too wide; make a folder below it for this volume') : undefined;
}

/**
 * The folder itself, opened by a path none of whose parts is a link. Fails with `volume-not-allowed`; the caller closes it.
 */
export function openSource(path: string): number {
  const problem = problemOfSource(path);
  if (problem !== undefined) fail('volume-not-allowed', { path, reason: problem });
  const folder =
    openFolder(path) ?? fail('volume-not-allowed', { path, reason: say('there is no such folder on the host') });
  if (labelIfAny(folder) !== undefined) return folder;
  closeSync(folder);
  return fail('volume-not-allowed', { path, reason: say('its file system keeps no labels') });
}

/** Undefined when it does not exist any more. */
export function openFolder(path: string): number | undefined {
  try {
    return openRoot(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ELOOP')
      fail('volume-not-allowed', {
        path,
        reason: say('a part of its path is a symbolic link; name the folder that it leads to'),
      });
    if (code === 'ENOTDIR') fail('volume-not-allowed', { path, reason: say('it is no folder') });
    throw error;
  }
}

/** Opens the folder; undefined also for what is no longer a folder. */
export function folderIfAny(source: string): number | undefined {
  try {
    return openFolder(source);
  } catch (error) {
    if (isFailure(error, 'volume-not-allowed')) return undefined;
    throw error;
  }
}
