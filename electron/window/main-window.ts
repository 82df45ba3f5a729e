// SPDX-License-Identifier: Apache-2.0
/** Opens the one window: sandboxed, isolated, as large and as placed as it was left. */

import { BrowserWindow, screen } from 'electron';
import { startPage } from '../origin.ts';
import { settingsFile } from '../settings-file.ts';
import { guardContents } from './contents-guard.ts';
import { firstState, fitBounds, fragmentOf, parseWindowState, smallestSize } from './window-state.ts';

export interface MainWindowOptions {
  readonly preload: string;
  readonly icon: string;
  /** The file that keeps size, place and page. */
  readonly statePath: string;
  readonly isDark: boolean;
}

export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const file = settingsFile(options.statePath, parseWindowState, firstState);
  const state = file.read();
  const window = new BrowserWindow({
    ...fitBounds(
      state.bounds,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title: 'Bulkhead',
    icon: options.icon,
    backgroundColor: backgroundOf(options.isDark),
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // The page comes with the program: its compiled script is kept from the first start on, not from the third.
      v8CacheOptions: 'bypassHeatCheck',
      // A live chart or a terminal behind another window must not fall behind its host.
      backgroundThrottling: false,
    },
  });
  guardContents(window);
  if (state.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    file.write({
      bounds: window.getNormalBounds(),
      isMaximized: window.isMaximized(),
      fragment: fragmentOf(window.webContents.getURL()),
    }),
  );
  void window.loadURL(startPage + state.fragment);
  return window;
}

/** What is seen before the page has drawn. */
export function backgroundOf(isDark: boolean): string {
  return isDark ? '#10141a' : '#f6f7f9';
}
