// SPDX-License-Identifier: Apache-2.0
/**
 * Packs files and folders of a container as a tar archive, by descriptors: what takes a name meanwhile is packed as what
 * it is, and no link is followed. An archive holds nothing that gives somebody else's rights: no set-id bits, no devices.
 */

import { closeSync, fstatSync, read, readlinkSync, type Stats } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { folderOf, nameOf } from '../../../contract/model/containers/container-file.ts';
import { filePieceBytes, maxLeftOut } from '../../../contract/operations/containers/file.ts';
import type { GivenItem, GivenResult, Params } from '../../../contract/operations/index.ts';
import { say, type Words } from '../../../contract/text.ts';
import { hasCode } from '../../system/errno.ts';
import { endBlocks, headerBlocks, padding, type TarHeader } from '../../system/files/tar-blocks.ts';
import { bytesOfName, textOfName } from '../../system/native/byte-names.ts';
import type { ContainerTrees } from './container-trees.ts';
import { kindOf, kinds, ownerOf } from './describe-file.ts';
import { failUnusable, type NamedFile } from './file-failures.ts';
import { type FileTree, openAtPlace, openContent, openFolder, openFolderAtPlace, pathOfPlace } from './file-tree.ts';
import { openNames } from './open-names.ts';

/** Folders in one another that are open at the same time. */
const maxDepth = 256;
const filesPerTurn = 200;
/** The files of a user that the container has none for get this id, as `nobody` of most systems. */
const unknownId = 65_534;
const readFrom = promisify(read);

type LeftOut = GivenResult<'file.pack'>['leftOut'];

/** What is known of an archive while it is written. */
interface Packing {
  files: number;
  leftOutCount: number;
  readonly leftOut: LeftOut;
  readonly signal: AbortSignal;
}

/** A name in an open folder, and where it is in the container and in the archive. */
interface Entry {
  readonly folder: number;
  readonly name: Buffer;
  readonly file: NamedFile;
  /** The path has one character for each byte. */
  readonly inArchive: string;
  readonly depth: number;
}

export async function* packFiles(
  trees: Pick<ContainerTrees, 'stream'>,
  { name, paths }: Params<'file.pack'>,
  signal: AbortSignal,
): AsyncGenerator<GivenItem<'file.pack'>, GivenResult<'file.pack'>, undefined> {
  const packing: Packing = { files: 0, leftOutCount: 0, leftOut: [], signal };
  requireOwnNames(name, paths);
  let bytes = 0;
  for await (const piece of inPieces(archiveOf(trees, { name, paths }, packing))) {
    signal.throwIfAborted();
    bytes += piece.length;
    yield { data: piece };
  }
  const { files, leftOut, leftOutCount } = packing;
  return { bytes, files, leftOut, leftOutCount };
}

/** Each is in the archive by the last part of its path. */
function requireOwnNames(name: string, paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const other = seen.get(nameOf(path));
    if (other !== undefined)
      failUnusable({ name, path }, say('{other} has the same name in the archive; pack one of the two', { other }));
    seen.set(nameOf(path), path);
  }
}

async function* archiveOf(
  trees: Pick<ContainerTrees, 'stream'>,
  { name, paths }: Pick<Params<'file.pack'>, 'name' | 'paths'>,
  packing: Packing,
): AsyncGenerator<Buffer, void, undefined> {
  for (const path of paths) yield* trees.stream({ name, path }, (tree) => packTop(tree, { name, path }, packing));
  yield endBlocks();
}

/** Links lead to its folder only; it is packed as what it is. */
async function* packTop(tree: FileTree, file: NamedFile, packing: Packing): AsyncGenerator<Buffer, void, undefined> {
  const { name, path } = file;
  const isTop = path === tree.at;
  const folder = openFolder(tree, isTop ? path : folderOf(path));
  try {
    const inArchive = bytesOfName(path === '/' ? name : nameOf(path)).toString('latin1');
    const top = { folder, file, inArchive, depth: 0 };
    // The top of a tree has no folder in it: it is a name in itself.
    if (isTop) yield* packFolder(tree, { entry: { ...top, name: Buffer.from('.') }, fd: folder }, packing);
    else if (!(yield* packEntry(tree, { ...top, name: bytesOfName(nameOf(path)) }, packing)))
      throw Object.assign(new Error('there is no such file'), { code: 'ENOENT' });
  } finally {
    closeSync(folder);
  }
}

interface OpenedEntry {
  readonly entry: Entry;
  readonly fd: number;
}

/** False when nothing has the name any more. */
async function* packEntry(tree: FileTree, entry: Entry, packing: Packing): AsyncGenerator<Buffer, boolean, undefined> {
  const fd = openEntry(entry, packing);
  if (fd === undefined) return false;
  try {
    if (packing.files % filesPerTurn === 0) await nextTurn();
    packing.signal.throwIfAborted();
    const status = fstatSync(fd);
    if (status.isDirectory()) return yield* packNamedFolder(tree, entry, packing);
    if (status.isFile()) yield* packContent(tree, { entry, fd }, packing);
    else if (status.isSymbolicLink()) {
      const target = targetOf(entry);
      if (target === undefined) return false;
      packing.files += 1;
      yield headerBlocks(headerOf(tree, status, { name: entry.inArchive, type: '2', target }));
    } else leaveOut(packing, entry, say('it is a {kind}', { kind: kinds[kindOf(status)] }));
    return true;
  } finally {
    closeSync(fd);
  }
}

function openEntry(entry: Entry, packing: Packing): number | undefined {
  try {
    return openAtPlace(entry);
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) throw error;
    leaveOut(packing, entry, say('another file system is mounted there'));
    return undefined;
  }
}

/** Undefined when another thing took the name of the link. */
function targetOf(entry: Entry): string | undefined {
  try {
    return readlinkSync(pathOfPlace(entry), 'buffer').toString('latin1');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EINVAL')) return undefined;
    throw error;
  }
}

async function* packNamedFolder(
  tree: FileTree,
  entry: Entry,
  packing: Packing,
): AsyncGenerator<Buffer, boolean, undefined> {
  let folder: number;
  try {
    folder = openFolderAtPlace(entry);
  } catch (error) {
    // Another thing took its name.
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return false;
    throw error;
  }
  try {
    yield* packFolder(tree, { entry, fd: folder }, packing);
    return true;
  } finally {
    closeSync(folder);
  }
}

async function* packFolder(
  tree: FileTree,
  { entry, fd: folder }: OpenedEntry,
  packing: Packing,
): AsyncGenerator<Buffer, void, undefined> {
  const { file, inArchive, depth } = entry;
  if (depth >= maxDepth)
    failUnusable(file, say('more than {maxDepth} folders lie in one another; pack the lower ones', { maxDepth }));
  packing.files += 1;
  yield headerBlocks(headerOf(tree, fstatSync(folder), { name: `${inArchive}/`, type: '5' }));
  // A folder that changes may give a name twice; an archive must not.
  const seen = new Set<string>();
  for await (const { name } of await openNames(folder)) {
    const inFolder = name.toString('latin1');
    if (seen.has(inFolder)) continue;
    seen.add(inFolder);
    const path = `${file.path === '/' ? '' : file.path}/${textOfName(name)}`;
    const inner = { folder, name, file: { ...file, path }, inArchive: `${inArchive}/${inFolder}`, depth: depth + 1 };
    yield* packEntry(tree, inner, packing);
  }
}

/** Packs the file as long as it was when it was opened: what it then lacks is filled with zeros, and said. */
async function* packContent(
  tree: FileTree,
  { entry, fd }: OpenedEntry,
  packing: Packing,
): AsyncGenerator<Buffer, void, undefined> {
  const content = openContent(fd);
  try {
    const status = fstatSync(content);
    const { size } = status;
    packing.files += 1;
    yield headerBlocks(headerOf(tree, status, { name: entry.inArchive, type: '0', size }));
    let at = 0;
    while (at < size) {
      const piece = Buffer.allocUnsafe(Math.min(filePieceBytes, size - at));
      const { bytesRead } = await readFrom(content, piece, 0, piece.length, at);
      packing.signal.throwIfAborted();
      if (bytesRead === 0) break;
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
    if (at < size) leaveOut(packing, entry, say('it got shorter while it was read, and is filled with zeros'));
    for (; at < size; at += filePieceBytes) yield Buffer.alloc(Math.min(filePieceBytes, size - at));
    yield padding(size);
  } finally {
    closeSync(content);
  }
}

function headerOf(
  { base }: FileTree,
  { mode, uid, gid, mtimeMs }: Stats,
  said: Pick<TarHeader, 'name' | 'type'> & Partial<Pick<TarHeader, 'size' | 'target'>>,
): TarHeader {
  return {
    size: 0,
    target: '',
    modifiedFraction: '',
    major: 0,
    minor: 0,
    mode: mode & 0o1777,
    uid: ownerOf(uid, base).inside ?? unknownId,
    gid: ownerOf(gid, base).inside ?? unknownId,
    modifiedAt: Math.max(0, Math.floor(mtimeMs / 1000)),
    ...said,
  };
}

function leaveOut(packing: Packing, { file: { path } }: Entry, reason: Words): void {
  packing.leftOutCount += 1;
  if (packing.leftOut.length < maxLeftOut) packing.leftOut.push({ path, reason });
}

/** Joined to pieces of the size of an item, but for the last. */
async function* inPieces(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let [waiting, length]: [Buffer[], number] = [[], 0];
  for await (const block of blocks) {
    waiting.push(block);
    length += block.length;
    if (length < filePieceBytes) continue;
    const joined = Buffer.concat(waiting);
    const whole = length - (length % filePieceBytes);
    for (let at = 0; at < whole; at += filePieceBytes) yield joined.subarray(at, at + filePieceBytes);
    waiting = whole === length ? [] : [joined.subarray(whole)];
    length -= whole;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
