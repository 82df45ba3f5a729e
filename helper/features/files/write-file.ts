// SPDX-License-Identifier: Apache-2.0
/**
 * Writes a file of a container whole or not at all: into a file without a name, which takes the place of the old one when
 * all of it has arrived. A helper that ends meanwhile leaves nothing of it.
 */

import { randomUUID } from 'node:crypto';
import { closeSync, constants, fstatSync, fsync, type Stats, unlinkSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { fail } from '../../../contract/errors.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';
import { unlessCode } from '../../system/errno.ts';
import { nameFile, renameEntry } from '../../system/native/directory-entries.ts';
import { openBelow, resolve } from '../../system/native/native.ts';
import { describeOpen, kindOf, kinds, versionOf } from './describe-file.ts';
import { failUnusable } from './file-failures.ts';
import { type FileTree, openAtPlace, pathOfPlace, type Place } from './file-tree.ts';
import { giveLabelOfTree, giveRights, requireHarmlessMode, type WantedRights } from './owner-and-mode.ts';
import { nameOf } from '../../../contract/model/containers/container-file.ts';
import { say } from '../../../contract/text.ts';

const writeTo = promisify(write);
const synced = promisify(fsync);
/** `O_TMPFILE`, which Node does not name: its own bit, and that of a folder. */
const withoutName = 0o20000000 | constants.O_DIRECTORY;
const newMode = 0o644;
const progressMs = 200;

export interface Writing {
  readonly request: Params<'file.write'>;
  /** What is to be in it, to its end. Each piece is used before the next is asked for. */
  readonly content: AsyncIterable<Uint8Array>;
  readonly report: (progress: Item<'file.write'>) => void;
}

/** Writes the whole content into a file without a name, which then takes the place: nobody sees a part of it. */
export async function writeFile(
  { tree, place }: { readonly tree: FileTree; readonly place: Place },
  { request, content, report }: Writing,
  signal: AbortSignal,
): Promise<Result<'file.write'>> {
  requireHarmlessMode(tree, request, request);
  const old = requireReplaceable(place, request);
  const file = openBelow(place.folder, '.', {
    flags: withoutName | constants.O_RDWR,
    mode: 0o600,
    resolve: resolve.beneath | resolve.noXdev | resolve.noMagiclinks,
  });
  try {
    await receive(file, { content, report }, signal);
    giveLabelOfTree(tree, file);
    giveRights(tree, file, rightsOf(tree, request, old));
    await synced(file);
    signal.throwIfAborted();
    takePlace(file, place, request);
    return { file: describeOpen(tree, file, nameOf(request.path)) };
  } finally {
    closeSync(file);
  }
}

/** The status of a file that is to be replaced; undefined when there is none. */
function requireReplaceable(place: Place, request: Params<'file.write'>): Stats | undefined {
  const file = openAtPlace(place);
  if (file === undefined) {
    if (request.version !== undefined) fail('file-changed', { name: request.name, path: request.path });
    return undefined;
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile())
      failUnusable(request, say('there is a {kind}, which no file replaces', { kind: kinds[kindOf(status)] }));
    if (request.version === undefined && !request.replace)
      fail('file-exists', { name: request.name, path: request.path });
    if (request.version !== undefined && request.version !== versionOf(status))
      fail('file-changed', { name: request.name, path: request.path });
    return status;
  } finally {
    closeSync(file);
  }
}

async function receive(
  file: number,
  { content, report }: Pick<Writing, 'content' | 'report'>,
  signal: AbortSignal,
): Promise<void> {
  let [receivedBytes, next] = [0, 0];
  for await (const piece of content) {
    signal.throwIfAborted();
    for (let at = 0; at < piece.length;)
      at += (await writeTo(file, piece, at, piece.length - at, receivedBytes + at)).bytesWritten;
    receivedBytes += piece.length;
    const time = performance.now();
    if (time < next) continue;
    next = time + progressMs;
    report({ receivedBytes });
  }
  report({ receivedBytes });
}

/** A replaced file keeps its own, apart from the set-id bits: they were given to other content. */
function rightsOf(tree: FileTree, { mode, user, group }: WantedRights, old: Stats | undefined): WantedRights {
  if (old === undefined) return { mode: mode ?? newMode, user: user ?? 0, group: group ?? 0 };
  return {
    mode: mode ?? old.mode & 0o1777,
    user: user ?? old.uid - tree.base,
    group: group ?? old.gid - tree.base,
  };
}

/** Another name first: only a rename replaces, and only at once. */
function takePlace(file: number, place: Place, request: Params<'file.write'>): void {
  const mayReplace = request.replace || request.version !== undefined;
  if (!mayReplace) {
    nameFile(file, place);
    return;
  }
  const passing = { folder: place.folder, name: Buffer.from(`.bulkhead-${randomUUID()}`) };
  nameFile(file, passing);
  try {
    if (request.version !== undefined) requireReplaceable(place, request);
    renameEntry(passing, place, { replace: true });
  } catch (error) {
    unlessCode(() => unlinkSync(pathOfPlace(passing)), 'ENOENT');
    throw error;
  }
}
