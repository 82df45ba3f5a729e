// SPDX-License-Identifier: Apache-2.0
/**
 * All that the switch touches of a host. Tests give it a folder as the root, and programs that are recorded; everything
 * else is the same.
 */

import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface SpaceOfFileSystem {
  readonly freeBytes: number;
  /** Inodes in use; null where the file system does not count them. */
  readonly usedFiles: number | null;
}

/** Paths are absolute on the host. */
export interface SwitchHost {
  /** Undefined where there is no such file, or it may not be read. */
  read(path: string): string | undefined;
  /** Pieces of a file, in a buffer that is used again; none where it may not be read. */
  pieces(path: string): Generator<Buffer>;
  exists(path: string): boolean;
  /** Names in a folder; none where there is no such folder. */
  list(path: string): readonly string[];
  /** Writes the file so that after a crash there is the old one or the new one, whole. Makes the folder. */
  write(path: string, text: string, mode: number): void;
  remove(path: string): void;
  /** Undefined where it cannot be read. */
  space(path: string): SpaceOfFileSystem | undefined;
  /** Resolves whatever the exit code is; rejects where there is no such program. */
  run(program: string, args: readonly string[], timeoutMs?: number): Promise<ProgramResult>;
  /** Resolves after a tenth of a second: what systemd does is waited for. */
  pause(): Promise<void>;
  /** Seconds since the epoch. */
  now(): number;
}

const pieceBytes = 1024 * 1024;

/** A host whose files are below `root`. */
export function createSwitchHost(root: string, effects: Pick<SwitchHost, 'run' | 'pause' | 'now'>): SwitchHost {
  const at = (path: string): string => join(root, path);
  return {
    ...effects,
    read: (path) => attempt(() => readFileSync(at(path), 'utf8')),
    pieces: (path) => piecesOf(at(path)),
    exists: (path) => existsSync(at(path)),
    list: (path) => attempt(() => readdirSync(at(path)).sort()) ?? [],
    write: (path, text, mode) => writeWhole(at(path), text, mode),
    remove(path) {
      rmSync(at(path), { force: true });
      if (existsSync(dirname(at(path)))) flushFolder(dirname(at(path)));
    },
    space: (path) => attempt(() => spaceOf(at(path))),
  };
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function* piecesOf(path: string): Generator<Buffer> {
  const file = attempt(() => openSync(path, 'r'));
  if (file === undefined) return;
  const buffer = Buffer.allocUnsafe(pieceBytes);
  try {
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer))
      yield buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function writeWhole(path: string, text: string, mode: number): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  const temporary = join(dirname(path), `.${basename(path)}.new`);
  try {
    const file = openSync(temporary, 'w', mode);
    try {
      // The mode is set by itself, because the umask may take some of it away.
      fchmodSync(file, mode);
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushFolder(dirname(path));
}

function flushFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function spaceOf(path: string): SpaceOfFileSystem {
  const { bavail, bsize, files, ffree } = statfsSync(path);
  return { freeBytes: bavail * bsize, usedFiles: files === 0 ? null : files - ffree };
}
