// SPDX-License-Identifier: Apache-2.0
/**
 * Loads a bundle with what an earlier start had compiled of it, which a slow machine needs as much time for as for all
 * else that the start does. V8 rejects what another version of it made, or with other flags; the file is named after the
 * bundle's content. Without a folder for it, or with one that others may write to, everything is compiled as usual.
 */

import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Milliseconds until what was compiled is kept: the functions that a start calls are compiled when they are called. */
const settleMs = 10_000;

/**
 * Runs a CommonJS bundle as `require` would.
 * @param path - absolute
 * @param folder - where compiled code is kept; undefined to keep none
 */
export function loadCompiled(path: string, folder: string | undefined): void {
  const source = readFileSync(path);
  const name = `${createHash('sha256').update(source).digest('hex')}.code`;
  const usable = folder !== undefined && isOnlyOurs(folder) ? folder : undefined;
  const kept = usable === undefined ? undefined : readKept(join(usable, name));
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source.toString()}\n})`, {
    filename: path,
    ...(kept !== undefined && { cachedData: kept }),
  });
  if (usable !== undefined && (kept === undefined || script.cachedDataRejected === true))
    setTimeout(() => keep(usable, name, script), settleMs).unref();
  const module = { exports: {} };
  const run = script.runInThisContext() as (...words: readonly unknown[]) => void;
  run.call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
}

/** V8 trusts what it is given. */
function isOnlyOurs(folder: string): boolean {
  try {
    const { uid, mode } = statSync(folder);
    return uid === process.getuid?.() && (mode & 0o022) === 0;
  } catch {
    return false;
  }
}

function readKept(path: string): Buffer | undefined {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { uid, mode } = fstatSync(file);
      return uid === process.getuid?.() && (mode & 0o022) === 0 ? readFileSync(file) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** That of other versions is removed. A full disk costs the next start its gain, and no more. */
function keep(folder: string, name: string, script: Script): void {
  const unfinished = join(folder, `${name}.new`);
  try {
    for (const other of readdirSync(folder)) if (other.includes('.code')) rmSync(join(folder, other), { force: true });
    writeFileSync(unfinished, script.createCachedData(), { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, join(folder, name));
  } catch {
    rmSync(unfinished, { force: true });
  }
}
