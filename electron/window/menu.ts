// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the menu, which is hidden until Alt. Its keys are none that a shell, an editor or a pager in the terminal would
 * miss; those of the zoom come here only when the page has not taken them, as a terminal does for the size of its text.
 */

import { app, Menu, type MenuItemConstructorOptions } from 'electron';

interface MenuOptions {
  /** The help of the page was asked for. */
  readonly onHelp: () => void;
}

export function setMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ ...options, hasDeveloperTools: !app.isPackaged })));
}

function menuTemplate(options: MenuOptions & { readonly hasDeveloperTools: boolean }): MenuItemConstructorOptions[] {
  const developer: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'toggleDevTools', accelerator: 'Ctrl+Shift+F12' },
  ];
  return [
    { label: 'Bulkhead', submenu: [{ role: 'quit', accelerator: 'Ctrl+Shift+Q' }] },
    {
      label: 'Edit',
      submenu: [
        { role: 'copy', accelerator: 'Ctrl+Shift+C' },
        { role: 'paste', accelerator: 'Ctrl+Shift+V' },
      ],
    },
    {
      label: 'View',
      submenu: [
        { role: 'zoomIn', accelerator: 'Ctrl+Plus' },
        { role: 'zoomOut', accelerator: 'Ctrl+-' },
        { role: 'resetZoom', accelerator: 'Ctrl+0' },
        { role: 'togglefullscreen', accelerator: 'F11' },
        ...(options.hasDeveloperTools ? developer : []),
      ],
    },
    {
      label: 'Help',
      // The page takes the key itself, unless a program in a terminal does.
      submenu: [
        { label: 'Help of this page', accelerator: 'F1', registerAccelerator: false, click: () => options.onHelp() },
      ],
    },
  ];
}
