// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps a window on our own page: no navigation, no new windows, no embedded content. A link outwards is asked about
 * and left to the browser.
 */

import type { BrowserWindow } from 'electron';
import { isStartPage } from '../origin.ts';
import { notePresses, openExternalLink } from './external-link.ts';

export function guardContents(window: BrowserWindow): void {
  const { webContents } = window;
  notePresses(window);
  webContents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isStartPage(event.url)) event.preventDefault();
  });
  webContents.on('will-navigate', (event) => {
    if (!isStartPage(event.url)) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    void openExternalLink(window, url);
    return { action: 'deny' };
  });
}
