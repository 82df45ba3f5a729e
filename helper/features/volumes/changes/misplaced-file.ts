// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the object of a denied access among the volumes of the container, where it had another label than its volume. A
 * file that somebody moves onto a volume keeps its label, so the container is denied it.
 * A record gives the path as the container sees it, or the last name alone, and the inode. Only a file with that inode
 * matches, or, without an inode, one that still has the label that the kernel reported.
 */

import { closeSync, fstatSync } from 'node:fs';
import { basename } from 'node:path';
import { isFailure } from '../../../../contract/errors.ts';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { Volume } from '../../../../contract/model/containers/volume.ts';
import type { MisplacedFile } from '../../../../sepolicy/reason.ts';
import { walkTree } from '../../../selinux/labels/walk-tree.ts';
import { ErrnoError } from '../../../system/native/errno-error.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { isAttached, openAttached, openOnVolume } from '../labels/open-on-volume.ts';
import { isWithin } from '../../../lxc/system-folders.ts';
import type { VolumeSteps } from '../volume-steps.ts';

/**
 * The number of files that are examined for one question; a record without a path is answered only for volumes that are
 * not larger.
 */
const maxFiles = 20_000;
const fileClasses: ReadonlySet<string> = new Set(['file', 'dir', 'lnk_file', 'fifo_file', 'sock_file']);

export function createMisplaced(
  steps: Pick<VolumeSteps, 'volumesOf' | 'usersOf' | 'labelOf'>,
): (event: DenialEvent, signal: AbortSignal) => Promise<MisplacedFile | null> {
  return async ({ container, target, class: className, path, name, inode }, signal) => {
    if (container === null || target === null || className === null || !fileClasses.has(className)) return null;
    const wanted = { label: formatSecurityContext(target), inode };
    for (const volume of steps.volumesOf(container) ?? []) {
      const label = expectedOf(volume);
      const expected =
        label === undefined || label === wanted.label || !isAttached(volume.source)
          ? undefined
          : parseSecurityContext(label);
      if (expected === undefined) continue;
      const found =
        (path === null ? undefined : byPath(volume, path, wanted)) ??
        (name === null ? undefined : await byName(volume.source, name, { wanted, signal }));
      const actual = parseSecurityContext(found?.label ?? '');
      if (found === undefined || actual === undefined) continue;
      const users = steps
        .usersOf(volume.source)
        .map((user) => user.name)
        .filter((user) => user !== container);
      return { volume: volume.source, path: found.path, actual, expected, users };
    }
    return null;
  };

  function expectedOf({ source }: Volume): string | undefined {
    try {
      return steps.labelOf(source);
    } catch (error) {
      // A label that the policy does not know, or a container without a context, is reported by the feature that fixes
      // it.
      if (isFailure(error)) return undefined;
      throw error;
    }
  }
}

/** What the kernel reported about the object. */
interface Wanted {
  readonly label: string;
  readonly inode: number | null;
}

interface Found {
  readonly path: string;
  readonly label: string;
}

/** The label that the file has now; undefined when it is another file. */
function labelIfWanted(file: number, { label, inode }: Wanted): string | undefined {
  const present = labelIfAny(file);
  const isWanted = inode === null ? present === label : fstatSync(file).ino === inode;
  return isWanted ? present : undefined;
}

/** Undefined when that file is not at this path of the container. */
function byPath({ source, target }: Volume, path: string, wanted: Wanted): Found | undefined {
  if (!isWithin(path, target)) return undefined;
  const onHost = `${source}${path.slice(target.length)}`;
  const file = openOnVolume(source, onHost);
  if (file === undefined) return undefined;
  try {
    const label = labelIfWanted(file, wanted);
    return label === undefined ? undefined : { path: onHost, label };
  } finally {
    closeSync(file);
  }
}

async function byName(
  source: string,
  name: string,
  { wanted, signal }: { readonly wanted: Wanted; readonly signal: AbortSignal },
): Promise<Found | undefined> {
  const folder = openAttached(source);
  if (folder === undefined) return undefined;
  let files = 0;
  try {
    for await (const found of walkTree({ path: source, folder }, signal)) {
      files += 1;
      if (files > maxFiles) return undefined;
      const label =
        found.kind === 'file' && basename(found.path) === name ? labelIfWanted(found.fd, wanted) : undefined;
      if (label !== undefined) return { path: found.path, label };
    }
  } catch (error) {
    if (!(error instanceof ErrnoError)) throw error;
  } finally {
    closeSync(folder);
  }
  return undefined;
}
