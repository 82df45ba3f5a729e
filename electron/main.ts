// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the main process and its one window. The window is opened with as little script as that needs; what answers the
 * page is loaded when the page first asks, beside its own first work.
 */

import { app, Menu, nativeTheme, protocol, session } from 'electron';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveBridge } from './ipc.ts';
import { log } from './log.ts';
import { registerPageScheme, servePages } from './page-protocol.ts';
import { createTheme } from './theme.ts';
import { focusWindow } from './window/focus-window.ts';
import { openMainWindow } from './window/main-window.ts';
import { guardSession } from './window/session-guard.ts';

const bundle = dirname(fileURLToPath(import.meta.url));
const icon = join(bundle, 'icon.png');

app.enableSandbox();
registerPageScheme(protocol);
// Electron would make one of its own first.
Menu.setApplicationMenu(null);
if (app.requestSingleInstanceLock()) void start();
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  guardSession(session.defaultSession);
  servePages(protocol, join(bundle, '..', 'renderer'));
  const theme = createTheme(nativeTheme, userFile('theme.json'));
  const window = openMainWindow({
    preload: join(bundle, 'preload.cjs'),
    icon,
    statePath: userFile('window.json'),
    isDark: theme.get().isDark,
  });
  window.on('page-title-updated', (_, title) => log(`the window shows ${JSON.stringify(title)}`));
  app.on('second-instance', () => focusWindow(window));
  app.on('window-all-closed', () => app.quit());
  serveBridge(
    (contents) => !window.isDestroyed() && contents === window.webContents,
    async () => (await import('./serve-window.ts')).serveWindow({ window, theme, icon, userFile }),
  );
}

function userFile(name: string): string {
  return join(app.getPath('userData'), name);
}
