// SPDX-License-Identifier: Apache-2.0
/** A bare window on the address that is its last argument: what is measured is the page. Says when it has drawn. */

import { app, BrowserWindow } from 'electron';

void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    useContentSize: true,
    webPreferences: { backgroundThrottling: false },
  });
  window.once('ready-to-show', () => process.stderr.write('ready\n'));
  return window.loadURL(process.argv.at(-1) ?? '');
});
