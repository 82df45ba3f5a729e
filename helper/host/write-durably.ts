/** Writes a file so that after a crash there is the old one or the new one, whole, and never a part. */

import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The folder has to be one that only root can write to. */
export function writeDurably(path: string, text: string, mode: number): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.new`);
  const file = openSync(temporary, 'w', mode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  const directory = openSync(folder, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
