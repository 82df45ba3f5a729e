// SPDX-License-Identifier: Apache-2.0
/** Writes what the console made to a file that the person chooses, whole or not at all. */

import { app, type BrowserWindow, dialog } from 'electron';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileName, savedFileName } from '../../report/saved-files/file-names.ts';

export interface FileToSave extends FileName {
  /** Is the title of the dialog. */
  readonly title: string;
  /** What is saved, as the end of "cannot save ...". */
  readonly what: string;
  /** Says what files of this kind are called. */
  readonly kind: string;
  content(): Promise<string | Buffer>;
}

/** Gives the path; undefined when the person thought better of it. */
export async function saveFile(window: BrowserWindow, file: FileToSave): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: file.title,
    defaultPath: join(app.getPath('documents'), savedFileName(file)),
    filters: [{ name: file.kind, extensions: [file.extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') return undefined;
  try {
    await writeWhole(filePath, await file.content());
  } catch (error) {
    throw new Error(
      `cannot save ${file.what} as ${filePath}: ${error instanceof Error ? error.message : String(error)}; choose another folder`,
      { cause: error },
    );
  }
  return filePath;
}

async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  const next = `${path}.next`;
  try {
    await writeFile(next, content, { mode: 0o600 });
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}
