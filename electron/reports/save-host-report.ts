// SPDX-License-Identifier: Apache-2.0
/** Saves the report of a host, which the person has read, as a text with headings of Markdown. */

import type { BrowserWindow } from 'electron';
import { nameOfHostReport } from '../../report/saved-files/file-names.ts';
import { saveFile } from './save-file.ts';

export function saveHostReport(window: BrowserWindow, text: string): Promise<string | undefined> {
  return saveFile(window, {
    title: 'Save the report',
    what: 'the report',
    ...nameOfHostReport,
    kind: 'Markdown',
    content: async () => text,
  });
}
