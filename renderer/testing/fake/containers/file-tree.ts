// SPDX-License-Identifier: Apache-2.0
/** The files of one container of the fake host: a small tree in memory, by whole paths. */

import { fail } from '../../../../contract/errors.ts';
import {
  type ContainerFile,
  folderOf,
  joinPath,
  nameOf,
} from '../../../../contract/model/containers/container-file.ts';
import type { FakeHost } from '../fake-host.ts';
import { findManaged } from './find-container.ts';
import { type FakeFile, seedFiles } from './seed-files.ts';

export interface FileTree {
  /** Holds the files by their paths, without links in them. */
  readonly files: Map<string, FakeFile>;
  /** Gives the path without links, of which no tree here has more than one in a path. */
  follow(path: string): string;
  /** Gives the path with the links of its folder resolved, which has to be there. */
  placeOf(path: string): string;
  find(path: string): FakeFile;
  describe(path: string, file: FakeFile): ContainerFile;
  /** Puts a file at the path, in a new version, and describes it. */
  put(path: string, file: Omit<FakeFile, 'version' | 'modifiedAt'>): ContainerFile;
  requireFree(path: string): void;
}

const trees = new WeakMap<FakeHost, Map<string, Map<string, FakeFile>>>();

/** Opens the files of the container of this name, which Bulkhead has to manage. */
export function openTree(host: FakeHost, name: string): FileTree {
  const { userNamespaceBase, context } = findManaged(host, name);
  const files = filesOf(host, name);

  const tree: FileTree = {
    files,
    follow(path) {
      let whole = '/';
      for (const part of path.split('/').filter((one) => one !== '')) {
        const next = joinPath(whole, part);
        const target = files.get(next)?.target ?? null;
        if (target === null) whole = next;
        else whole = target.startsWith('/') ? target : joinPath(whole, target);
      }
      return whole;
    },
    placeOf(path) {
      const folder = tree.follow(folderOf(path));
      if (tree.find(folder).kind !== 'folder') fail('file-not-usable', { name, path, reason: 'it is no folder' });
      return joinPath(folder, nameOf(path));
    },
    find: (path) => files.get(path) ?? fail('file-not-found', { name, path }),
    describe(path, { text: _text, user, group, ...file }) {
      const ownerOf = (inside: number) => ({ inside, host: (userNamespaceBase ?? 0) + inside });
      const label = context?.replace(/^[^:]+:[^:]+:[^:]+/, 'system_u:object_r:bulkhead_file_t') ?? null;
      return { ...file, name: nameOf(path), user: ownerOf(user), group: ownerOf(group), label };
    },
    put(path, file) {
      const made = { ...file, modifiedAt: host.now(), version: crypto.randomUUID() };
      files.set(path, made);
      return tree.describe(path, made);
    },
    requireFree(path) {
      if (files.has(path)) fail('file-exists', { name, path });
    },
  };
  return tree;
}

function filesOf(host: FakeHost, name: string): Map<string, FakeFile> {
  const known = trees.get(host) ?? new Map<string, Map<string, FakeFile>>();
  trees.set(host, known);
  const files = known.get(name) ?? seedFiles(name, host.now());
  known.set(name, files);
  return files;
}
