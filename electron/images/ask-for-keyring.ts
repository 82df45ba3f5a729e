// SPDX-License-Identifier: Apache-2.0

import { type BrowserWindow, dialog } from 'electron';

/** Asks the person for a file with public keys; undefined when they thought better of it. */
export async function askForKeyring(window: BrowserWindow): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Public keys of a server of images',
    properties: ['openFile'],
    filters: [
      { name: 'Keyrings', extensions: ['gpg', 'kbx', 'pgp'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return canceled ? undefined : filePaths[0];
}
