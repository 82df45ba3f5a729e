// SPDX-License-Identifier: Apache-2.0
/**
 * A folder that is there when it is whole: until then it has another name, so that nobody takes a part for the whole.
 */

import { mkdir, open, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { escapeText } from '../../report/escape-text.ts';

export interface NewFolder {
  write(name: string, text: string): Promise<void>;
  finish(): Promise<void>;
  /** Removes what was written; after the end it does nothing. */
  discard(): Promise<void>;
}

export async function beginFolder(path: string): Promise<NewFolder> {
  const part = `${path}.part`;
  for (const one of [path, part])
    if (existsSync(one))
      throw new Error(`cannot write ${escapeText(one)}: it is there already; remove it, or name another folder`);
  await mkdir(part, { recursive: true, mode: 0o700 });
  return {
    async write(name, text) {
      const handle = await open(join(part, name), 'wx', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    finish: () => rename(part, path),
    discard: () => rm(part, { recursive: true, force: true }),
  };
}
