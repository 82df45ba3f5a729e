// SPDX-License-Identifier: Apache-2.0
/**
 * Saves what a terminal holds, or the lines of a log, as text: what a container wrote, so nothing of it is more than
 * the content of the file.
 */

import type { BrowserWindow } from 'electron';
import { nameOfOutput } from '../../report/saved-files/file-names.ts';
import { saveFile } from './save-file.ts';

export function saveOutput(window: BrowserWindow, title: string, text: string): Promise<string | undefined> {
  return saveFile(window, {
    title: 'Save the output',
    what: 'the output',
    ...nameOfOutput(title),
    kind: 'Text',
    content: async () => text,
  });
}
