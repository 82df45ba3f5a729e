// SPDX-License-Identifier: Apache-2.0
/** Opens an https link in the person's browser, after they have seen where it leads and agreed. */

import { type BrowserWindow, dialog, shell } from 'electron';

let isAsking = false;

/** The address in the form to show and to open; undefined when it may not be opened at all. */
function externalAddress(text: string): string | undefined {
  if (text.length > 2000 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined;
}

export async function openExternalLink(window: BrowserWindow, text: string): Promise<void> {
  const address = externalAddress(text);
  // One question at a time: a page that asks a hundred times must not fill the screen.
  if (address === undefined || isAsking) return;
  isAsking = true;
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: 'Open this link in your browser?',
      detail: address,
      buttons: ['Cancel', 'Open'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response === 1) await shell.openExternal(address);
  } finally {
    isAsking = false;
  }
}
