// SPDX-License-Identifier: Apache-2.0
/** Makes folders of a container, renames its files, and changes their owners and modes. */

import { closeSync, fstatSync, mkdirSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import { type ContainerFile, nameOf } from '../../../contract/model/containers/container-file.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import { renameEntry } from '../../system/native/directory-entries.ts';
import { textOfName } from '../../system/native/byte-names.ts';
import { describeOpen, describePlace, kindOf, kinds } from './describe-file.ts';
import { failUnusable } from './file-failures.ts';
import { type FileTree, openFile, openFolderAtPlace, pathOfPlace, type Place } from './file-tree.ts';
import { giveLabelOfTree, giveRights, requireHarmlessMode } from './owner-and-mode.ts';

const newMode = 0o755;

export function makeFolder(tree: FileTree, place: Place, request: Params<'file.make-folder'>): ContainerFile {
  requireHarmlessMode(tree, request, request);
  mkdirSync(pathOfPlace(place), { mode: 0o700 });
  const folder = openFolderAtPlace(place);
  try {
    giveLabelOfTree(tree, folder);
    const { mode = newMode, user = 0, group = 0 } = request;
    giveRights(tree, folder, { mode, user, group });
    return describeOpen(tree, folder, textOfName(place.name));
  } finally {
    closeSync(folder);
  }
}

export function renameFile(
  tree: FileTree,
  { from, to }: { readonly from: Place; readonly to: Place },
  { name, to: path }: Params<'file.rename'>,
): ContainerFile {
  renameEntry(from, to, { replace: false });
  return describePlace(tree, to) ?? fail('file-not-found', { name, path });
}

/** A pipe or a device is left alone: the container's own root changes it where that is needed. */
export function changeRights(tree: FileTree, request: Params<'file.change'>): ContainerFile {
  requireHarmlessMode(tree, request, request);
  const file = openFile(tree, request.path, { follow: false });
  try {
    const status = fstatSync(file);
    if (!status.isFile() && !status.isDirectory())
      failUnusable(
        request,
        say('it is a {kind}; only files and folders get another owner or mode', { kind: kinds[kindOf(status)] }),
      );
    giveRights(tree, file, request);
    return describeOpen(tree, file, nameOf(request.path));
  } finally {
    closeSync(file);
  }
}
