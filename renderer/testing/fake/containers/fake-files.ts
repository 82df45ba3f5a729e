// SPDX-License-Identifier: Apache-2.0
/** Files of the containers of the fake host, with the rules of the real one. */

import { fail } from '../../../../contract/errors.ts';
import { folderOf } from '../../../../contract/model/containers/container-file.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { filePieceBytes, filesPerItem, maxLeftOut } from '../../../../contract/operations/containers/file.ts';
import type { FakeHost } from '../fake-host.ts';
import type { HandlersOf } from '../handlers-of.ts';
import { pause } from '../pause.ts';
import { openTree } from './file-tree.ts';
import type { FakeFile } from './seed-files.ts';

/** Gives the handlers that list, read and change files. */
export function fakeFiles(host: FakeHost): HandlersOf<`file.${string}`> {
  return { ...listingHandlers(host), ...readingHandlers(host), ...writingHandlers(host), ...changingHandlers(host) };
}

function listingHandlers(host: FakeHost): HandlersOf<`file.${'list' | 'status'}`> {
  return {
    async *'file.list'({ name, path }, { signal }) {
      const tree = openTree(host, name);
      const whole = tree.follow(path);
      const folder = tree.find(whole);
      if (folder.kind !== 'folder') fail('file-not-usable', { name, path, reason: 'it is no folder' });
      await pause(80, signal);
      const files = [...tree.files]
        .filter(([one]) => one !== '/' && folderOf(one) === whole)
        .map(([one, file]) => tree.describe(one, file));
      for (let at = 0; at < files.length; at += filesPerItem) yield { files: files.slice(at, at + filesPerItem) };
      return { folder: tree.describe(whole, folder), path: whole, isTruncated: false };
    },
    'file.status': async ({ name, path, follow: isFollowed }) => {
      const tree = openTree(host, name);
      const whole = isFollowed || path === '/' ? tree.follow(path) : tree.placeOf(path);
      return { file: tree.describe(whole, tree.find(whole)), path: whole };
    },
  };
}

function readingHandlers(host: FakeHost): HandlersOf<`file.${'read' | 'pack'}`> {
  return {
    async *'file.read'({ name, path, offset, bytes }, { signal }) {
      const tree = openTree(host, name);
      const whole = tree.follow(path);
      const file = tree.find(whole);
      if (file.kind !== 'file')
        fail('file-not-usable', { name, path, reason: `it is a ${file.kind}, and has no content to be read` });
      yield { type: 'file', file: tree.describe(whole, file), path: whole };
      const content = file.text.subarray(offset, bytes === undefined ? undefined : offset + bytes);
      for (let at = 0; at < content.length; at += filePieceBytes) {
        await pause(30, signal);
        yield { type: 'data', data: content.subarray(at, at + filePieceBytes) };
      }
      return { bytes: content.length };
    },
    async *'file.pack'({ name, paths }, { signal }) {
      const tree = openTree(host, name);
      const leftOut: { readonly path: string; readonly reason: string }[] = [];
      let [files, bytes] = [0, 0];
      for (const path of paths) {
        tree.find(path);
        await pause(200, signal);
        for (const [one, { kind, text }] of [...tree.files].filter(([other]) => isIn(other, path))) {
          if (kind !== 'file' && kind !== 'folder' && kind !== 'link') {
            leftOut.push({ path: one, reason: `it is a ${kind}` });
            continue;
          }
          files += 1;
          const blocks = blocksOf(one, text);
          bytes += blocks.length;
          yield { data: blocks };
        }
      }
      return { bytes, files, leftOut: leftOut.slice(0, maxLeftOut), leftOutCount: leftOut.length };
    },
  };
}

function writingHandlers(host: FakeHost): HandlersOf<`file.${'write' | 'make-folder'}`> {
  return {
    async *'file.write'(params, { input }) {
      const { name, path, mode, user, group } = params;
      const tree = openTree(host, name);
      const place = tree.placeOf(path);
      requireReplaceable(tree.files.get(place), params);
      const pieces: Uint8Array[] = [];
      for await (const message of input) {
        if (message.type === 'end') break;
        pieces.push(message.data);
        yield { receivedBytes: totalOf(pieces) };
      }
      const old = requireReplaceable(tree.files.get(place), params);
      const text = joinPieces(pieces);
      const file = tree.put(place, {
        kind: 'file',
        bytes: text.length,
        text,
        target: null,
        mode: mode ?? old?.mode ?? 0o644,
        user: user ?? old?.user ?? 0,
        group: group ?? old?.group ?? 0,
      });
      return { file };
    },
    'file.make-folder': async ({ name, path, mode = 0o755, user = 0, group = 0 }) => {
      const tree = openTree(host, name);
      const place = tree.placeOf(path);
      tree.requireFree(place);
      const text = new Uint8Array();
      return { file: tree.put(place, { kind: 'folder', bytes: 4096, text, target: null, mode, user, group }) };
    },
  };
}

function changingHandlers(host: FakeHost): HandlersOf<`file.${'rename' | 'remove' | 'change'}`> {
  return {
    'file.rename': async ({ name, path, to }) => {
      const tree = openTree(host, name);
      const [from, place] = [tree.placeOf(path), tree.placeOf(to)];
      const file = tree.find(from);
      tree.requireFree(place);
      for (const [one, below] of [...tree.files].filter(([other]) => isIn(other, from))) {
        tree.files.delete(one);
        tree.files.set(place + one.slice(from.length), below);
      }
      return { file: tree.describe(place, file) };
    },
    async *'file.remove'({ name, path, recursive }, { signal }) {
      const tree = openTree(host, name);
      const place = tree.placeOf(path);
      tree.find(place);
      const all = [...tree.files.keys()].filter((one) => isIn(one, place));
      if (all.length > 1 && !recursive)
        fail('file-not-usable', { name, path, reason: 'the folder is not empty; remove it with all that is in it' });
      await pause(150, signal);
      for (const one of all) tree.files.delete(one);
      yield { removed: all.length };
      return { removed: all.length };
    },
    'file.change': async ({ name, path, mode, user, group }) => {
      const tree = openTree(host, name);
      const place = path === '/' ? '/' : tree.placeOf(path);
      const file = tree.find(place);
      const changed = { mode: mode ?? file.mode, user: user ?? file.user, group: group ?? file.group };
      return { file: tree.put(place, { ...file, ...changed }) };
    },
  };
}

/** Gives what a file may be written over, which may be nothing; fails where it may not. */
function requireReplaceable(
  old: FakeFile | undefined,
  { name, path, replace, version }: Params<'file.write'>,
): FakeFile | undefined {
  if (version !== undefined && old?.version !== version) fail('file-changed', { name, path });
  if (old !== undefined && old.kind !== 'file')
    fail('file-not-usable', { name, path, reason: `there is a ${old.kind}, which no file replaces` });
  if (old !== undefined && version === undefined && !replace) fail('file-exists', { name, path });
  return old;
}

/** Gives a file as blocks of 512 bytes, its name in the first, as a tar archive has it. */
function blocksOf(path: string, text: Uint8Array): Uint8Array {
  const blocks = new Uint8Array(512 * (1 + Math.ceil(text.length / 512)));
  blocks.set(new TextEncoder().encode(path.slice(1, 100)));
  blocks.set(text, 512);
  return blocks;
}

function totalOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((total, piece) => total + piece.length, 0);
}

function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(totalOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Says whether the path is this file, or lies in this folder. */
function isIn(one: string, path: string): boolean {
  return one === path || one.startsWith(path === '/' ? '/' : `${path}/`);
}
