// SPDX-License-Identifier: Apache-2.0
/**
 * The folders that an administrator allows as volumes, in addition to those that are always allowed: a line each in
 * /etc/bulkhead/volumes.conf. A list that others than root may change does not show an administrator's will, so it is
 * ignored, and the reason is logged.
 */

import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { volumeSourceSchema } from '../../../../contract/model/containers/volume.ts';
import { say, textOf, type Words } from '../../../../contract/text.ts';
import type { Log } from '../../../system/log.ts';
import { problemOfSource } from './volume-source.ts';
import { hasCode } from '../../../system/errno.ts';
import { messageOf } from '../../../system/message-of.ts';

export const volumeListPath = '/etc/bulkhead/volumes.conf';

export interface VolumeList {
  /** Each of these is meant, and everything below it. */
  readonly folders: readonly string[];
  /** Why the list was ignored, as the end of a sentence about it; undefined when it was not. */
  readonly problem: Words | undefined;
}

export interface VolumeListOptions {
  readonly log: Log;
  readonly path?: string;
}

const othersMayWrite = 0o022;
const maxBytes = 64 * 1024;

/** Gives what reads the list as it is now. A host without the file has an empty one. */
export function createVolumeList({ log, path = volumeListPath }: VolumeListOptions): () => VolumeList {
  return () => {
    const ignored = (reason: Words): VolumeList => {
      log('warning', 'volume-list-ignored', { path, reason: textOf(reason) });
      return { folders: [], problem: reason };
    };
    try {
      const text = readTrusted(path);
      if (text === undefined) return { folders: [], problem: undefined };
      const { folders, problems } = parseVolumeList(text);
      for (const { line, reason } of problems)
        log('warning', 'volume-list-line-ignored', {
          path,
          line,
          reason: textOf(reason),
        });
      return { folders, problem: undefined };
    } catch (error) {
      return ignored(messageOf(error));
    }
  };
}

export interface ParsedVolumeList {
  readonly folders: readonly string[];
  /** Lines that were left out, counted from 1. */
  readonly problems: readonly { readonly line: number; readonly reason: Words }[];
}

/** Reads a whole path on each line; empty lines and those that begin with # are comments. */
export function parseVolumeList(text: string): ParsedVolumeList {
  const lines = text
    .split('\n')
    .map((written, index) => ({ line: index + 1, path: written.trim() }))
    .filter(({ path }) => path !== '' && !path.startsWith('#'));
  const judged = lines.map(({ line, path }) => ({
    line,
    path: path.replace(/\/$/, ''),
    reason: problemOfLine(path.replace(/\/$/, '')),
  }));
  return {
    folders: judged.flatMap(({ path, reason }) => (reason === undefined ? [path] : [])),
    problems: judged.flatMap(({ line, reason }) => (reason === undefined ? [] : [{ line, reason }])),
  };
}

function problemOfLine(path: string): Words | undefined {
  const parsed = volumeSourceSchema().safeParse(path);
  if (!parsed.success) return parsed.error.issues.map(({ message }) => message).join('; ');
  const problem = problemOfSource(`${path}/below`);
  return problem === undefined ? undefined : say('{path} cannot be listed: {problem}', { path, problem });
}

/** Undefined when there is none; raises why it is not to be trusted. */
function readTrusted(path: string): string | undefined {
  const folder = openIfThere(dirname(path), constants.O_DIRECTORY);
  if (folder === undefined) return undefined;
  try {
    mustBeRoots(dirname(path), fstatSync(folder));
    const file = openIfThere(`/proc/self/fd/${folder}/${path.slice(dirname(path).length + 1)}`, constants.O_NONBLOCK);
    if (file === undefined) return undefined;
    try {
      const status = fstatSync(file);
      if (!status.isFile()) throw new Error('it is no plain file');
      if (status.size > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`);
      mustBeRoots(path, status);
      return readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } finally {
    closeSync(folder);
  }
}

function mustBeRoots(path: string, { uid, mode }: Stats): void {
  if (uid !== 0) throw new Error(`${path} belongs to the user ${uid} instead of root; chown root ${path}`);
  if ((mode & othersMayWrite) !== 0) throw new Error(`others than root may write to ${path}; chmod go-w ${path}`);
}

function openIfThere(path: string, flags: number): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | flags);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (hasCode(error, 'ELOOP')) throw new Error('it is a symbolic link');
    throw error;
  }
}
