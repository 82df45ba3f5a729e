// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what `lxc.include` names. The helper reads as root, and those who may only look at a host see the lines: so it
 * reads what root alone can change, and what everybody may read anyway.
 */

import { closeSync, fstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { say, type Words } from '../../contract/text.ts';
import { openByParts, type PathPart } from '../system/files/open-by-parts.ts';
import { readOpened } from '../system/files/read-opened.ts';
import { pathOnly } from '../system/native/native.ts';

interface IncludedFile {
  readonly path: string;
  readonly text: string;
}

export interface Included {
  readonly files: readonly IncludedFile[];
  /** Why others are not read, each with its path. */
  readonly skipped: readonly Words[];
}

const maxBytes = 1024 * 1024;
/** `PATH_MAX`. */
const maxPathLength = 4096;
const othersMayWrite = 0o022;
const allMayRead = 0o004;
const allMayEnter = 0o001;

/**
 * The file with this path, or the files of the folder whose names end in `.conf`. Each part of the path belongs to root,
 * can be written by nobody else, is open to everybody, and is no link.
 */
export function readIncluded(path: string, maxFiles: number): Included {
  if (!isWholePath(path)) return skip(say('{path} is not the whole path of a file', { path: path.slice(0, 200) }));
  if (maxFiles <= 0) return skip(say('{path} is one file too many', { path }));
  const opened = openByParts(path, { flags: pathOnly, judge: problemForEverybody });
  if ('problem' in opened) return skip(opened.problem);
  try {
    const status = fstatSync(opened.descriptor);
    return status.isDirectory() ? readFolder(path, opened.descriptor, maxFiles) : readFile(path, opened.descriptor);
  } finally {
    closeSync(opened.descriptor);
  }
}

function skip(problem: Words): Included {
  return { files: [], skipped: [problem] };
}

function isWholePath(path: string): boolean {
  const parts = path.split('/');
  return path.startsWith('/') && path.length < maxPathLength && !parts.includes('.') && !parts.includes('..');
}

/** Says why somebody else than root could change what is read here, or could not read it. */
function problemForEverybody({ name, status, isLast }: PathPart): Words | undefined {
  if (status.uid !== 0) return say('{name} belongs to the user {uid}', { name, uid: status.uid });
  if ((status.mode & othersMayWrite) !== 0) return say('others than root may write to {name}', { name });
  const needed = neededRights(status, isLast);
  return (status.mode & needed) === needed ? undefined : say('not everybody may read {name}', { name });
}

function neededRights(status: Stats, isLast: boolean): number {
  if (!status.isDirectory()) return allMayRead;
  return isLast ? allMayRead | allMayEnter : allMayEnter;
}

function readFolder(path: string, folder: number, maxFiles: number): Included {
  const names = readdirSync(`/proc/self/fd/${folder}`)
    .filter((name) => name.endsWith('.conf'))
    .sort();
  const read = names.slice(0, maxFiles).map((name) => readEntry(join(path, name)));
  return {
    files: read.flatMap(({ files }) => files),
    skipped: [
      ...read.flatMap(({ skipped }) => skipped),
      ...(names.length > maxFiles ? [say('{path} has more than {maxFiles} files', { path, maxFiles })] : []),
    ],
  };
}

/** Only root can have changed the folder since it was listed. */
function readEntry(path: string): Included {
  const opened = openByParts(path, { flags: pathOnly, judge: problemForEverybody });
  if ('problem' in opened) return skip(opened.problem);
  try {
    return readFile(path, opened.descriptor);
  } finally {
    closeSync(opened.descriptor);
  }
}

function readFile(path: string, descriptor: number): Included {
  const read = readOpened({ path, descriptor, maxBytes });
  return 'problem' in read ? skip(read.problem) : { files: [{ path, text: read.text }], skipped: [] };
}
