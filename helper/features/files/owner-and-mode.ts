// SPDX-License-Identifier: Apache-2.0
/** Gives a file the owner, the mode and the label that it is to have in its container. */

import { chmodSync, chownSync, fstatSync } from 'node:fs';
import { say } from '../../../contract/text.ts';
import { setLabel } from '../../selinux/labels/labels.ts';
import { failUnusable, type NamedFile } from './file-failures.ts';
import { type FileTree, throughDescriptor } from './file-tree.ts';

/** Ids are those of the container. */
export interface WantedRights {
  readonly mode?: number | undefined;
  readonly user?: number | undefined;
  readonly group?: number | undefined;
}

const setIdBits = 0o6000;

/** On a volume the host's own root owns what the container's root owns, so a set-id program there would be the host's. */
export function requireHarmlessMode(tree: FileTree, file: NamedFile, { mode = 0 }: WantedRights): void {
  if (tree.at !== '/' && (mode & setIdBits) !== 0)
    failUnusable(file, say('a volume holds no set-id programs; choose a mode below 2000'));
}

/**
 * Changes the file that a descriptor stands for; no link. The owner comes first: a change of owner clears set-id bits.
 */
export function giveRights(tree: FileTree, fd: number, { mode, user, group }: WantedRights): void {
  const path = throughDescriptor(fd);
  const status = fstatSync(fd);
  const wanted = {
    uid: user === undefined ? status.uid : tree.base + user,
    gid: group === undefined ? status.gid : tree.base + group,
  };
  if (wanted.uid !== status.uid || wanted.gid !== status.gid) chownSync(path, wanted.uid, wanted.gid);
  const kept = mode ?? status.mode & 0o7777;
  if ((fstatSync(fd).mode & 0o7777) !== kept) chmodSync(path, kept);
}

/** Gives the label where the mount of the tree does not give it. */
export function giveLabelOfTree(tree: FileTree, fd: number): void {
  if (tree.label !== undefined) setLabel(fd, tree.label);
}
