// SPDX-License-Identifier: Apache-2.0
/** Kind, size, mode, owner and label of a file, as the contract has them. */

import { fstatSync, lstatSync, readlinkSync, type Stats } from 'node:fs';
import type { ContainerFile, FileKind } from '../../../contract/model/containers/container-file.ts';
import type { FileOwner } from '../../../contract/model/names.ts';
import { type Phrase, say } from '../../../contract/text.ts';
import { hasCode } from '../../system/errno.ts';
import { idsPerContainer } from '../../lxc/id-ranges.ts';
import { labelIfAny, labelOfName } from '../../selinux/labels/labels.ts';
import { textOfName } from '../../system/native/byte-names.ts';
import { type FileTree, pathOfPlace, type Place } from './file-tree.ts';

/** Describes what a descriptor stands for, which is no link. `name` is the last part of its path. */
export function describeOpen(tree: FileTree, fd: number, name: string): ContainerFile {
  return describe(tree, { name, status: fstatSync(fd), label: labelIfAny(fd) ?? null, target: null });
}

/** Describes a name in an open folder; undefined when it is gone. */
export function describePlace(tree: FileTree, place: Pick<Place, 'folder' | 'name'>): ContainerFile | undefined {
  const path = pathOfPlace(place);
  try {
    const status = lstatSync(path);
    const target = status.isSymbolicLink() ? textOfName(readlinkSync(path, 'buffer')) : null;
    return describe(tree, { name: textOfName(place.name), status, label: labelOfName(path) ?? null, target });
  } catch (error) {
    // It was removed, or another thing took its name, between two of these calls.
    if (hasCode(error, 'ENOENT', 'EINVAL')) return undefined;
    throw error;
  }
}

interface Facts extends Pick<ContainerFile, 'name' | 'label' | 'target'> {
  readonly status: Stats;
}

function describe({ base }: FileTree, { name, status, label, target }: Facts): ContainerFile {
  return {
    name,
    kind: kindOf(status),
    bytes: status.size,
    mode: status.mode & 0o7777,
    user: ownerOf(status.uid, base),
    group: ownerOf(status.gid, base),
    modifiedAt: Math.max(0, status.mtimeMs / 1000),
    label,
    target,
    version: versionOf(status),
  };
}

/** The time of the last change of an inode is set by the kernel alone. The number of an inode says less on an overlay. */
export function versionOf({ size, mtimeMs, ctimeMs }: Stats): string {
  return [size, mtimeMs, ctimeMs].join('-');
}

/** Gives the owner as the container has it, for which ids begin at `base`. */
export function ownerOf(host: number, base: number): FileOwner {
  const inside = host - base;
  return { inside: inside >= 0 && inside < idsPerContainer ? inside : null, host };
}

/** Each word stands within a sentence. */
export const kinds: Readonly<Record<FileKind, Phrase>> = {
  file: say('file'),
  folder: say('folder'),
  link: say('link'),
  pipe: say('pipe'),
  socket: say('socket'),
  device: say('device'),
};

export function kindOf(status: Stats): FileKind {
  if (status.isFile()) return 'file';
  if (status.isDirectory()) return 'folder';
  if (status.isSymbolicLink()) return 'link';
  if (status.isFIFO()) return 'pipe';
  return status.isSocket() ? 'socket' : 'device';
}
