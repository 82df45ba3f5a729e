// SPDX-License-Identifier: Apache-2.0
/** Opens a file of a container: a folder is listed, a text edited, and of anything else the properties are shown. */

import { type ContainerFile, folderOf, joinPath } from '../../../contract/model/containers/container-file.ts';
import { t } from '../../lib/language/t.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { openDialog } from '../../window/dialogs.ts';
import { notifyFailure } from '../../window/notifications.ts';
import { followLink } from './folder.ts';

interface FilePlace {
  /** Names the container. */
  readonly name: string;
  readonly folder: string;
}

/** Opens the file, or what it leads to; `goTo` lists a folder. */
export async function openFile(
  { name, folder }: FilePlace,
  file: ContainerFile,
  goTo: (folder: string) => void,
): Promise<void> {
  const path = joinPath(folder, file.name);
  if (file.kind !== 'link') {
    openWhole(name, { file, path }, goTo);
    return;
  }
  try {
    // The host says where it leads, below the root of the container.
    openWhole(name, await followLink(name, path), goTo);
  } catch (error) {
    notifyFailure(t('cannot follow the link {link}', { link: visibleText(path) }), error);
  }
}

interface WholeFile {
  readonly file: ContainerFile;
  readonly path: string;
}

function openWhole(name: string, { file, path }: WholeFile, goTo: (folder: string) => void): void {
  if (file.kind === 'folder') goTo(path);
  else if (file.kind === 'file') openDialog({ kind: 'edit-file', name, path });
  else openDialog({ kind: 'file-properties', name, folder: folderOf(path), file });
}
