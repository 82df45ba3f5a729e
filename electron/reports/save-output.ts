// SPDX-License-Identifier: Apache-2.0
/**
 * Saves what a terminal holds, or the lines of a log, as text: what a container wrote, so nothing of it is more than
 * the content of the file.
 */

import type { BrowserWindow } from 'electron';
import { saveFile } from './save-file.ts';

export function saveOutput(window: BrowserWindow, title: string, text: string): Promise<string | undefined> {
  return saveFile(window, {
    title: 'Save the output',
    what: 'the output',
    name: title,
    kind: 'Text',
    extension: 'txt',
    content: async () => text,
  });
}
