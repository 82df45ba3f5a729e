// SPDX-License-Identifier: Apache-2.0
/** Files of the containers of the fake host: a small tree in memory for each, with the rules of the real one. */

import { fail } from '../../../../contract/errors.ts';
import {
  type ContainerFile,
  folderOf,
  joinPath,
  nameOf,
} from '../../../../contract/model/containers/container-file.ts';
import { filePieceBytes, filesPerItem, maxLeftOut } from '../../../../contract/operations/file.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';
import { type FakeFile, seedFiles } from './seed-files.ts';

type FileHandlers = Pick<Handlers<string>, Extract<keyof Handlers<string>, `file.${string}`>>;

const trees = new WeakMap<FakeHost, Map<string, Map<string, FakeFile>>>();

export function fakeFiles(host: FakeHost): FileHandlers {
  function treeOf(name: string): Map<string, FakeFile> {
    const container = host.containers.get(name) ?? fail('container-not-found', { name });
    if (!container.isManaged) fail('container-not-managed', { name });
    const known = trees.get(host) ?? new Map<string, Map<string, FakeFile>>();
    trees.set(host, known);
    const tree = known.get(name) ?? seedFiles(name, host.now());
    known.set(name, tree);
    return tree;
  }

  /** The path without links, of which no tree here has more than one in a path. */
  function follow(name: string, path: string): string {
    const tree = treeOf(name);
    let whole = '/';
    for (const part of path.split('/').filter((one) => one !== '')) {
      const next = joinPath(whole, part);
      const target = tree.get(next)?.target ?? null;
      if (target === null) whole = next;
      else whole = target.startsWith('/') ? target : joinPath(whole, target);
    }
    return whole;
  }

  function find(name: string, path: string): FakeFile {
    return treeOf(name).get(path) ?? fail('file-not-found', { name, path });
  }

  function describe(name: string, path: string, { text: _text, ...file }: FakeFile): ContainerFile {
    const { userNamespaceBase: base, context } = host.containers.get(name) ?? fail('container-not-found', { name });
    const ownerOf = (inside: number) => ({ inside, host: (base ?? 0) + inside });
    return {
      name: nameOf(path),
      kind: file.kind,
      bytes: file.bytes,
      mode: file.mode,
      target: file.target,
      user: ownerOf(file.user),
      group: ownerOf(file.group),
      modifiedAt: file.modifiedAt,
      version: file.version,
      label: context === null ? null : context.replace(/^[^:]+:[^:]+:[^:]+/, 'system_u:object_r:bulkhead_file_t'),
    };
  }

  /** Resolves the links of the folder that a path lies in. */
  function placeOf(name: string, path: string): string {
    const folder = follow(name, folderOf(path));
    if (find(name, folder).kind !== 'folder') fail('file-not-usable', { name, path, reason: 'it is no folder' });
    return joinPath(folder, nameOf(path));
  }

  function put(name: string, path: string, file: Omit<FakeFile, 'version' | 'modifiedAt'>): ContainerFile {
    const made = { ...file, modifiedAt: host.now(), version: crypto.randomUUID() };
    treeOf(name).set(path, made);
    return describe(name, path, made);
  }

  function requireFree(name: string, path: string): void {
    if (treeOf(name).has(path)) fail('file-exists', { name, path });
  }

  return {
    async *'file.list'({ name, path }, { signal }) {
      const whole = follow(name, path);
      const folder = find(name, whole);
      if (folder.kind !== 'folder') fail('file-not-usable', { name, path, reason: 'it is no folder' });
      await pause(80, signal);
      const files = [...treeOf(name)]
        .filter(([one]) => one !== '/' && folderOf(one) === whole)
        .map(([one, file]) => describe(name, one, file));
      for (let at = 0; at < files.length; at += filesPerItem) yield { files: files.slice(at, at + filesPerItem) };
      return { folder: describe(name, whole, folder), path: whole, isTruncated: false };
    },
    'file.status': async ({ name, path, follow: isFollowed }) => {
      const whole = isFollowed || path === '/' ? follow(name, path) : placeOf(name, path);
      return { file: describe(name, whole, find(name, whole)), path: whole };
    },
    async *'file.read'({ name, path, offset, bytes }, { signal }) {
      const whole = follow(name, path);
      const file = find(name, whole);
      if (file.kind !== 'file')
        fail('file-not-usable', { name, path, reason: `it is a ${file.kind}, and has no content to be read` });
      yield { type: 'file', file: describe(name, whole, file), path: whole };
      const content = file.text.subarray(offset, bytes === undefined ? undefined : offset + bytes);
      for (let at = 0; at < content.length; at += filePieceBytes) {
        await pause(30, signal);
        yield { type: 'data', data: content.subarray(at, at + filePieceBytes) };
      }
      return { bytes: content.length };
    },
    async *'file.pack'({ name, paths }, { signal }) {
      const leftOut: { readonly path: string; readonly reason: string }[] = [];
      let [files, bytes] = [0, 0];
      for (const path of paths) {
        find(name, path);
        await pause(200, signal);
        for (const [one, { kind, text }] of [...treeOf(name)].filter(([other]) => isIn(other, path))) {
          if (kind !== 'file' && kind !== 'folder' && kind !== 'link') {
            leftOut.push({ path: one, reason: `it is a ${kind}` });
            continue;
          }
          files += 1;
          const blocks = new Uint8Array(512 * (1 + Math.ceil(text.length / 512)));
          blocks.set(new TextEncoder().encode(one.slice(1, 100)));
          blocks.set(text, 512);
          bytes += blocks.length;
          yield { data: blocks };
        }
      }
      return { bytes, files, leftOut: leftOut.slice(0, maxLeftOut), leftOutCount: leftOut.length };
    },
    async *'file.write'({ name, path, replace, version, mode, user, group }, { input }) {
      const place = placeOf(name, path);
      const requireReplaceable = (): FakeFile | undefined => {
        const old = treeOf(name).get(place);
        if (version !== undefined && old?.version !== version) fail('file-changed', { name, path });
        if (old !== undefined && old.kind !== 'file')
          fail('file-not-usable', { name, path, reason: `there is a ${old.kind}, which no file replaces` });
        if (old !== undefined && version === undefined && !replace) fail('file-exists', { name, path });
        return old;
      };
      requireReplaceable();
      const pieces: Uint8Array[] = [];
      let receivedBytes = 0;
      for await (const message of input) {
        if (message.type === 'end') break;
        pieces.push(message.data);
        receivedBytes += message.data.length;
        yield { receivedBytes };
      }
      const old = requireReplaceable();
      const text = new Uint8Array(receivedBytes);
      let at = 0;
      for (const piece of pieces) {
        text.set(piece, at);
        at += piece.length;
      }
      const file = put(name, place, {
        kind: 'file',
        bytes: receivedBytes,
        text,
        target: null,
        mode: mode ?? old?.mode ?? 0o644,
        user: user ?? old?.user ?? 0,
        group: group ?? old?.group ?? 0,
      });
      return { file };
    },
    'file.make-folder': async ({ name, path, mode = 0o755, user = 0, group = 0 }) => {
      const place = placeOf(name, path);
      requireFree(name, place);
      const nothing = new Uint8Array();
      return {
        file: put(name, place, { kind: 'folder', bytes: 4096, text: nothing, target: null, mode, user, group }),
      };
    },
    'file.rename': async ({ name, path, to }) => {
      const [from, place] = [placeOf(name, path), placeOf(name, to)];
      const file = find(name, from);
      requireFree(name, place);
      const tree = treeOf(name);
      for (const [one, below] of [...tree])
        if (one === from || one.startsWith(`${from}/`)) {
          tree.delete(one);
          tree.set(place + one.slice(from.length), below);
        }
      return { file: describe(name, place, file) };
    },
    async *'file.remove'({ name, path, recursive }, { signal }) {
      const place = placeOf(name, path);
      find(name, place);
      const tree = treeOf(name);
      const all = [...tree.keys()].filter((one) => one === place || one.startsWith(`${place}/`));
      if (all.length > 1 && !recursive)
        fail('file-not-usable', {
          name,
          path,
          reason: 'the folder is not empty; remove it with all that is in it',
        });
      await pause(150, signal);
      for (const one of all) tree.delete(one);
      yield { removed: all.length };
      return { removed: all.length };
    },
    'file.change': async ({ name, path, mode, user, group }) => {
      const place = path === '/' ? '/' : placeOf(name, path);
      const file = find(name, place);
      return {
        file: put(name, place, {
          ...file,
          mode: mode ?? file.mode,
          user: user ?? file.user,
          group: group ?? file.group,
        }),
      };
    },
  };
}

/** Says whether the path is this file, or lies in this folder. */
function isIn(one: string, path: string): boolean {
  return one === path || one.startsWith(path === '/' ? '/' : `${path}/`);
}
