// SPDX-License-Identifier: Apache-2.0
/** Files that the page writes piece by piece, each whole or not at all, at places that the person chose. */

import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { GrowingFile } from '../../contract/bridge.ts';

export interface GrowingFiles {
  begin(path: string): Promise<GrowingFile>;
  /** Appends one more piece. */
  write(id: string, data: Uint8Array): Promise<void>;
  end(id: string): Promise<void>;
  /** Leaves nothing. Does nothing for a file that has ended. */
  discard(id: string): Promise<void>;
  discardAll(): Promise<void>;
}

interface OpenFile {
  readonly path: string;
  /** Names the file until it is whole. */
  readonly part: string;
  readonly handle: FileHandle;
}

export function createGrowingFiles(): GrowingFiles {
  const files = new Map<string, OpenFile>();

  function find(id: string): OpenFile {
    const file = files.get(id);
    if (file === undefined) throw new Error('cannot write the file: it has ended');
    return file;
  }

  async function discard(id: string): Promise<void> {
    const file = files.get(id);
    if (file === undefined) return;
    files.delete(id);
    await file.handle.close().catch(() => undefined);
    await rm(file.part, { force: true });
  }

  return {
    async begin(path) {
      const part = `${path}.next`;
      const handle = await open(part, 'w', 0o600).catch((error: unknown) => failToWrite(path, error));
      const id = randomUUID();
      files.set(id, { path, part, handle });
      return { id, path };
    },
    async write(id, data) {
      const { path, handle } = find(id);
      for (let at = 0; at < data.length;) {
        const { bytesWritten } = await handle.write(data, at).catch((error: unknown) => failToWrite(path, error));
        at += bytesWritten;
      }
    },
    async end(id) {
      const { path, part, handle } = find(id);
      try {
        await handle.sync();
        await handle.close();
        await rename(part, path);
        files.delete(id);
      } catch (error) {
        await discard(id);
        failToWrite(path, error);
      }
    },
    discard,
    async discardAll() {
      for (const id of [...files.keys()]) await discard(id);
    },
  };
}

function failToWrite(path: string, error: unknown): never {
  throw new Error(
    `cannot write ${path}: ${error instanceof Error ? error.message : String(error)}; choose another folder`,
    { cause: error },
  );
}
