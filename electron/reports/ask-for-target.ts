// SPDX-License-Identifier: Apache-2.0

import { app, type BrowserWindow, dialog, type SaveDialogOptions } from 'electron';
import { join } from 'node:path';
import type { GrowingFileKind } from '../../contract/bridge.ts';
import { exportFileName, safeFileName } from '../../report/saved-files/file-names.ts';

/** Asks the person where a file is to be that the page writes; undefined when they thought better of it. */
export async function askForTarget(
  window: BrowserWindow,
  name: string,
  kind: GrowingFileKind,
): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    ...optionsOf(name, kind),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled || filePath === '' ? undefined : filePath;
}

function optionsOf(name: string, kind: GrowingFileKind): SaveDialogOptions {
  if (kind === 'file')
    return {
      title: 'Copy a file from a container',
      defaultPath: join(app.getPath('downloads'), safeFileName(name)),
    };
  return {
    title: 'Export the container',
    defaultPath: join(app.getPath('documents'), exportFileName(name)),
    filters: [{ name: 'Exported container', extensions: ['tar.gz'] }],
  };
}
