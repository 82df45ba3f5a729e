// SPDX-License-Identifier: Apache-2.0
/** Unpacks an archive of one folder as a folder of this machine, whole or not at all. */

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * `fill` writes a tar archive that holds one folder, which becomes `target`; gives what `fill` gives. Owners are left out,
 * and modes as the umask lets them be. Rejects when something has that name already.
 */
export async function unpackFolder<T>(
  target: string,
  fill: (write: (piece: Uint8Array) => Promise<void>) => Promise<T>,
): Promise<T> {
  if (await isThere(target)) throw new Error(`cannot write ${target}: it is there already; give another name`);
  const part = await mkdtemp(`${target}.part-`);
  try {
    const unpacking = startTar(part);
    let filled: T;
    try {
      filled = await fill(unpacking.write);
    } catch (error) {
      unpacking.kill();
      await unpacking.ended.catch(() => undefined);
      throw error;
    }
    await unpacking.end();
    const [only] = await readdir(part);
    await rename(join(part, only ?? ''), target);
    return filled;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** Says whether something is there. A link that leads nowhere would be in the way as well; the rename finds it. */
async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

interface Unpacking {
  write(piece: Uint8Array): Promise<void>;
  /** Resolves when all is unpacked. */
  end(): Promise<void>;
  kill(): void;
  readonly ended: Promise<void>;
}

function startTar(folder: string): Unpacking {
  const child = spawn(
    'tar',
    ['--extract', '--file=-', `--directory=${folder}`, '--no-same-owner', '--no-same-permissions'],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)));
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`cannot run tar: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`cannot unpack: tar says: ${words.trim().split('\n').slice(-3).join('; ')}`));
    });
  });
  ended.catch(() => undefined);
  // The end of the program says why it takes nothing more.
  child.stdin.on('error', () => undefined);
  return {
    ended,
    write: (piece) =>
      new Promise((resolve, reject) => {
        child.stdin.write(piece, (error) => {
          if (error) ended.then(() => reject(error), reject);
          else resolve();
        });
      }),
    async end() {
      child.stdin.end();
      await ended;
    },
    kill: () => void child.kill(),
  };
}
