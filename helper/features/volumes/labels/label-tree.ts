// SPDX-License-Identifier: Apache-2.0
/**
 * Labels all files of a volume, or restores their old labels. The folder itself comes last, so that its label says that
 * all others have theirs.
 */

import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail } from '../../../../contract/errors.ts';
import type { GivenVolumeItem } from '../../../../contract/operations/containers/volume.ts';
import { say } from '../../../../contract/text.ts';
import { countNames, hasOtherNames } from '../../../selinux/labels/names-in-tree.ts';
import { type Found, walkTree } from '../../../selinux/labels/walk-tree.ts';
import { removeAttribute } from '../../../system/native/attributes.ts';
import { ErrnoError } from '../../../system/native/errno-error.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { type Inspection, problemOfFile } from '../../../selinux/labels/inspect-folder.ts';
import { restoreLabel, giveLabel, isOfContainers, oldLabelOf } from '../../../selinux/labels/kept-label.ts';

export interface TreeWork {
  readonly source: string;
  /** The folder itself, open. Nothing is opened by its path again. */
  readonly folder: number;
  readonly inspection: Inspection;
  /**
   * It is no volume yet: a file that must not be given ends the work, also when it was put there after the inspection.
   */
  readonly isNew?: boolean;
  readonly tell: (item: GivenVolumeItem) => void;
}

const filesPerProgress = 500;
const anyMode = 0o1777;

/**
 * Fails with `volume-not-allowed` at a file that a new volume must not hold. A file that was put on a volume later keeps
 * its label, and is reported.
 */
export async function labelTree(work: TreeWork, label: string, signal: AbortSignal): Promise<void> {
  const { source, folder, isNew = false, tell } = work;
  const names = countNames({ path: source, folder });
  for await (const found of filesBelow(work, signal)) {
    const { path, fd, status } = found;
    const present = labelIfAny(fd);
    if (present === label) continue;
    const problem = isNew || present === undefined || !isOfContainers(present) ? problemOfFile(fd, status) : undefined;
    if (problem !== undefined && isNew)
      fail('volume-not-allowed', { path: source, reason: say('{path} {problem}', { path, problem }) });
    if (problem !== undefined) tell({ type: 'skipped', path, reason: say('it {problem}', { problem }) });
    // A user who may write to both places may have linked a file of another user: Bulkhead must not change its label.
    else if (names.addsLast(found) && !isLabelled(fd, label))
      tell({
        type: 'skipped',
        path,
        reason: 'its label cannot be changed: it is immutable, or on a file system that is read only',
      });
  }
  for (const { path, names: count } of names.incomplete())
    tell({ type: 'skipped', path, reason: hasOtherNames(count) });
  giveLabel(folder, label);
}

function isLabelled(file: number, label: string): boolean {
  try {
    giveLabel(file, label);
    return true;
  } catch (error) {
    if (error instanceof ErrnoError && (error.code === 'EPERM' || error.code === 'EROFS')) return false;
    throw error;
  }
}

/**
 * Restores the labels, and removes what a container's root could leave for the host: set-id programs, and capabilities
 * of programs.
 */
export async function restoreTree(work: TreeWork, signal: AbortSignal): Promise<void> {
  const folders = new Map<string, string | undefined>([[work.source, oldLabelOf(work.folder)]]);
  for await (const { path, fd, status } of filesBelow(work, signal)) {
    const label = restoreLabel(fd, folders.get(dirname(path)));
    if (status.isDirectory()) folders.set(path, label);
    if (!status.isFile()) continue;
    if ((status.mode & ~anyMode & 0o7777) !== 0) chmodSync(`/proc/self/fd/${fd}`, status.mode & anyMode);
    removeAttribute(fd, 'security.capability');
  }
  restoreLabel(work.folder, undefined);
}

async function* filesBelow(
  { source, folder, inspection: { files: total }, tell }: TreeWork,
  signal: AbortSignal,
): AsyncGenerator<Extract<Found, { kind: 'file' }>, void, undefined> {
  let files = 0;
  for await (const found of walkTree({ path: source, folder }, signal)) {
    files += 1;
    if (files % filesPerProgress === 0) tell({ type: 'progress', files, total: Math.max(files, total) });
    if (found.kind === 'skipped') tell({ type: 'skipped', path: found.path, reason: found.reason });
    else if (found.path !== source) yield found;
  }
  tell({ type: 'progress', files, total: files });
}
