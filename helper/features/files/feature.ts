// SPDX-License-Identifier: Apache-2.0
/** The files of containers, from outside: nothing is run in a container, and nothing of it leads out of it. */

import { closeSync } from 'node:fs';
import type { Params, Result } from '../../../contract/operations/index.ts';
import { fail } from '../../../contract/errors.ts';
import { nameOf } from '../../../contract/model/containers/container-file.ts';
import { say } from '../../../contract/text.ts';
import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import { changeRights, makeFolder, renameFile } from './change-files.ts';
import { type ContainerTreesOptions, createContainerTrees } from './container-trees.ts';
import { describeOpen, describePlace } from './describe-file.ts';
import { failUnusable, type NamedFile } from './file-failures.ts';
import { type FileTree, openFile, pathOf, withPlace } from './file-tree.ts';
import { requireNoMount } from './kept-places.ts';
import { listFiles } from './list-files.ts';
import { packFiles } from './pack-files.ts';
import { createPipes } from './piped-content.ts';
import { readContent } from './read-file.ts';
import { removeFiles } from './remove-files.ts';
import { sentContent } from './sent-content.ts';
import { writeFile } from './write-file.ts';

export interface FilesFeature {
  readonly handlers: HandlersOf<OperationsOf<'file'>>;
}

export interface FilesOptions extends ContainerTreesOptions {
  /** The folder of the pipes, to which only root can write. */
  readonly pipeFolder: string;
}

export function createFilesFeature({ pipeFolder, ...options }: FilesOptions): FilesFeature {
  const pipes = createPipes(pipeFolder);
  const trees = createContainerTrees(options);
  return {
    handlers: {
      'file.list': (params, { signal }) => trees.stream(params, (tree) => listFiles(tree, params, signal)),
      'file.status': (params) => trees.within(params, async (tree) => statusOf(tree, params)),
      'file.read': (params, { signal }) => trees.stream(params, (tree) => readContent(tree, params, signal)),
      'file.pack': (params, { signal }) => packFiles(trees, params, signal),
      'file.write': (params, { caller, input, signal }) =>
        reportProgress((report) =>
          trees.within(params, (tree) => {
            requireWritable(tree, params);
            const nameIt = (pipe: string): void => report({ receivedBytes: 0, pipe });
            const piped = params.byPipe ? pipes.receive(caller.identity, nameIt, signal) : undefined;
            const content = sentContent(input, piped);
            return withPlace(tree, params.path, (place) =>
              writeFile({ tree, place }, { request: params, content, report }, signal),
            );
          }),
        ),
      'file.make-folder': (params) =>
        trees.within(params, (tree) => {
          requireWritable(tree, params);
          return withPlace(tree, params.path, (place) => ({ file: makeFolder(tree, place, params) }));
        }),
      'file.rename': (params) =>
        trees.within(params, (tree, kept) => {
          requireWritable(tree, params);
          return trees.within({ name: params.name, path: params.to }, async (other) => {
            if (other.at !== tree.at)
              failUnusable(params, say('a volume is another file system than the rest; copy it, and remove it here'));
            return withPlace(tree, params.path, (from) => {
              requireNoMount(params, from.path, kept);
              return withPlace(tree, params.to, (to) => ({ file: renameFile(tree, { from, to }, params) }));
            });
          });
        }),
      'file.remove': (params, { signal }) =>
        reportProgress((report) =>
          trees.within(params, (tree, kept) => {
            requireWritable(tree, params);
            return withPlace(tree, params.path, async (place) => {
              requireNoMount(params, place.path, kept);
              const onRemoved = (removed: number): void => report({ removed });
              return { removed: await removeFiles(place, { request: params, report: onRemoved }, signal) };
            });
          }),
        ),
      'file.change': (params) =>
        trees.within(params, async (tree) => {
          requireWritable(tree, params);
          return { file: changeRights(tree, params) };
        }),
    },
  };
}

/** The mount that the container has of it is read-only; the helper works on the folder itself. */
function requireWritable(tree: FileTree, file: NamedFile): void {
  if (tree.isReadOnly) failUnusable(file, say('the volume {at} is given to the container read-only', { at: tree.at }));
}

function statusOf(tree: FileTree, { name, path, follow }: Params<'file.status'>): Promise<Result<'file.status'>> {
  if (!follow && path !== tree.at)
    return withPlace(tree, path, (place) => ({
      file: describePlace(tree, place) ?? fail('file-not-found', { name, path }),
      path: place.path,
    }));
  return withOpenFile(tree, path, (file) => {
    const whole = pathOf(tree, file, path);
    return { file: describeOpen(tree, file, nameOf(whole)), path: whole };
  });
}

async function withOpenFile<T>(tree: FileTree, path: string, use: (file: number) => T): Promise<T> {
  const file = openFile(tree, path, { follow: true });
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}
