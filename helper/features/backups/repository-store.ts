// SPDX-License-Identifier: Apache-2.0
/** The repositories that this host was given, and their keys, in files that only root reads. */

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import {
  type Repository,
  type RepositoryCheck,
  repositoryCheckSchema,
  repositoryNameSchema,
  repositorySchema,
} from '../../../contract/model/host/backup.ts';
import { hasCode } from '../../system/errno.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { keepPrivate } from '../../system/files/keep-private.ts';
import { writeDurably } from '../../system/files/write-durably.ts';

export interface RepositoryStore {
  list(): readonly Repository[];
  /** Fails with `repository-not-found`. */
  find(name: string): Repository;
  add(repository: Repository): void;
  /** Keeps what a check found; does nothing where the repository is gone. */
  noteCheck(name: string, checked: RepositoryCheck): void;
  /** Removes its key too. Fails with `repository-not-found`. */
  remove(name: string): void;
  /** Gives the path of the file of a key, whether it is there or not. */
  keyFileOf(name: string): string;
  readKey(name: string): string;
  writeKey(name: string, key: string): void;
  removeKey(name: string): void;
}

const fileSchema = z.strictObject({
  version: z.literal(1),
  // A file from before there were checks has none.
  repositories: z.array(repositorySchema().extend({ checked: repositoryCheckSchema().nullable().default(null) })),
});

/** `folder` is the helper's, for backups; it is made when something is written. */
export function createRepositoryStore(folder: string): RepositoryStore {
  const path = join(folder, 'repositories.json');
  const keys = join(folder, 'keys');

  /** Raises for a file that cannot be understood: adding one repository would lose the others. */
  function list(): readonly Repository[] {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).repositories;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  function write(file: string, text: string): void {
    try {
      mkdirSync(keys, { recursive: true, mode: 0o700 });
      keepPrivate(folder);
      keepPrivate(keys);
      writeDurably(file, text, 0o600);
    } catch (error) {
      throw asDiskFull(error, folder);
    }
  }

  function writeAll(repositories: readonly Repository[]): void {
    const sorted = repositories.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    write(path, `${JSON.stringify({ version: 1, repositories: sorted }, undefined, 2)}\n`);
  }

  function find(name: string): Repository {
    return list().find((one) => one.name === name) ?? fail('repository-not-found', { repository: name });
  }

  const keyFileOf = (name: string): string => join(keys, repositoryNameSchema().parse(name));
  const removeKey = (name: string): void => rmSync(keyFileOf(name), { force: true });

  return {
    list,
    find,
    add: (repository) => writeAll([...list(), repository]),
    noteCheck(name, checked) {
      if (list().some((one) => one.name === name))
        writeAll(list().map((one) => (one.name === name ? { ...one, checked } : one)));
    },
    remove(name) {
      find(name);
      writeAll(list().filter((one) => one.name !== name));
      removeKey(name);
    },
    keyFileOf,
    readKey: (name) => readFileSync(keyFileOf(name), 'utf8'),
    writeKey: (name, key) => write(keyFileOf(name), key),
    removeKey,
  };
}
