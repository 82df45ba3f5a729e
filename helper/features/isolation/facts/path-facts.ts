// SPDX-License-Identifier: Apache-2.0
/** Who may do what to the folders and sockets on the way to containers. */

import { lstatSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PathFacts } from './facts.ts';

interface Wanted {
  readonly path: string;
  readonly isPrivate: boolean;
}

/**
 * What all containers depend on: every folder above LXC's, the helper's own folders, its socket. Images and layers are
 * root's alone; what may be a volume is for root to say.
 */
export function readSharedPaths({
  lxc,
  state,
  socket,
  volumeList,
}: {
  readonly lxc: string;
  readonly state: string;
  readonly socket: string;
  /** The file in which an administrator lists what may be a volume. */
  readonly volumeList: string;
}): readonly PathFacts[] {
  const open = [...ancestorsOf(lxc), lxc, state, dirname(socket), dirname(volumeList), volumeList];
  const closed = [...['images', 'containers'].map((folder) => join(state, folder)), socket];
  const wanted: readonly Wanted[] = [
    ...open.map((path) => ({ path, isPrivate: false })),
    ...closed.map((path) => ({ path, isPrivate: true })),
  ];
  return wanted.flatMap(readPath);
}

/** A container's folder, which no other user may search, and its configuration, which root alone may change. */
export function readContainerPaths(folder: string): readonly PathFacts[] {
  return [
    { path: folder, isPrivate: true },
    { path: join(folder, 'config'), isPrivate: false },
  ].flatMap(readPath);
}

function ancestorsOf(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...ancestorsOf(parent), parent];
}

function kindOf(status: Stats): PathFacts['kind'] {
  if (status.isSocket()) return 'socket';
  return status.isDirectory() ? 'folder' : 'file';
}

/** What is not there is no way. */
function readPath({ path, isPrivate }: Wanted): readonly PathFacts[] {
  try {
    const status = lstatSync(path);
    return [
      {
        path,
        kind: kindOf(status),
        uid: status.uid,
        gid: status.gid,
        mode: status.mode & 0o7777,
        isPrivate,
      },
    ];
  } catch {
    return [];
  }
}
