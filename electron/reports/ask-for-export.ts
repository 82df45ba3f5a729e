// SPDX-License-Identifier: Apache-2.0

import { app, type BrowserWindow, dialog } from 'electron';
import { join } from 'node:path';
import { safeName } from './save-file.ts';

/** Asks the person where the file of an exported container is to be; undefined when they thought better of it. */
export async function askForExport(window: BrowserWindow, name: string): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Export the container',
    defaultPath: join(app.getPath('documents'), `${safeName(name)}.tar.gz`),
    filters: [{ name: 'Exported container', extensions: ['tar.gz'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled || filePath === '' ? undefined : filePath;
}
