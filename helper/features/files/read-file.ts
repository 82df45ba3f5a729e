// SPDX-License-Identifier: Apache-2.0
/** Reads a plain file of a container piece by piece, as long as it was when it was opened. */

import { closeSync, fstatSync, read } from 'node:fs';
import { promisify } from 'node:util';
import { nameOf } from '../../../contract/model/containers/container-file.ts';
import { filePieceBytes } from '../../../contract/operations/containers/file.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import { describeOpen, kindOf, kinds } from './describe-file.ts';
import { failUnusable } from './file-failures.ts';
import { type FileTree, openContent, openFile, pathOf } from './file-tree.ts';

const readFrom = promisify(read);

export async function* readContent(
  tree: FileTree,
  request: Params<'file.read'>,
  signal: AbortSignal,
): AsyncGenerator<Item<'file.read'>, Result<'file.read'>, undefined> {
  const { content, path } = openPlainFile(tree, request);
  try {
    const { size } = fstatSync(content);
    yield { type: 'file', file: describeOpen(tree, content, nameOf(path)), path };
    const end = Math.min(size, request.offset + (request.bytes ?? Infinity));
    let at = request.offset;
    while (at < end) {
      const piece = Buffer.allocUnsafe(Math.min(filePieceBytes, end - at));
      const { bytesRead } = await readFrom(content, piece, 0, piece.length, at);
      if (bytesRead === 0) break;
      signal.throwIfAborted();
      at += bytesRead;
      yield { type: 'data', data: piece.subarray(0, bytesRead) };
    }
    return { bytes: Math.max(0, at - request.offset) };
  } finally {
    closeSync(content);
  }
}

/** What stands for the file is opened first, and its content only when it is a plain one. */
function openPlainFile(
  tree: FileTree,
  request: Params<'file.read'>,
): { readonly content: number; readonly path: string } {
  const file = openFile(tree, request.path, { follow: true });
  try {
    const status = fstatSync(file);
    if (!status.isFile())
      failUnusable(request, say('it is a {kind}, and has no content to be read', { kind: kinds[kindOf(status)] }));
    return { content: openContent(file), path: pathOf(tree, file, request.path) };
  } finally {
    closeSync(file);
  }
}
