// SPDX-License-Identifier: Apache-2.0
/** Opens a link in the person's browser, after they have seen where it leads and agreed. */

import { type BrowserWindow, dialog, shell } from 'electron';
import { externalAddress } from '../../rpc/port/external-address.ts';
import { createPressClock, type PressClock } from './press-clock.ts';

let isAsking = false;
const clocks = new WeakMap<BrowserWindow, PressClock>();

/** Notes presses in the window from now on. */
export function notePresses(window: BrowserWindow): void {
  const clock = createPressClock(() => performance.now());
  clocks.set(window, clock);
  window.webContents.on('input-event', (_, { type }) => clock.note(type));
}

/** A link of the page's own, to https alone: asks before it is opened. */
export async function openExternalLink(window: BrowserWindow, text: string): Promise<void> {
  const address = externalAddress(text, ['https:']);
  if (address !== undefined) await askAndOpen(window, address);
}

/**
 * A link that a container wrote. The page has shown it and asked; so it is opened when a person has just pressed
 * something there, and otherwise asked about again, because a page that was taken over would not have asked.
 */
export async function openAskedLink(window: BrowserWindow, text: string): Promise<void> {
  const address = externalAddress(text, ['https:', 'http:']);
  if (address === undefined) throw new Error('cannot open the link: it is no address of http or https');
  if (clocks.get(window)?.takePress() === true) await shell.openExternal(address);
  else await askAndOpen(window, address);
}

async function askAndOpen(window: BrowserWindow, address: string): Promise<void> {
  // Only one question is open at a time: a page that asks a hundred times must not fill the screen.
  if (isAsking) return;
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
