// SPDX-License-Identifier: Apache-2.0
/** A bare window on the address that is its last argument: what is measured is the page. */

import { app, BrowserWindow } from 'electron';

void app.whenReady().then(() =>
  new BrowserWindow({
    width: 1280,
    height: 800,
    useContentSize: true,
    webPreferences: { backgroundThrottling: false },
  }).loadURL(process.argv.at(-1) ?? ''),
);
