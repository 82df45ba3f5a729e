// SPDX-License-Identifier: Apache-2.0
/**
 * What stays the same of a container when it is renamed, and is another of a new one of the same name. It is asked for
 * before polkit has answered, so nothing that is done for it depends on the name that a caller gives: all folders are
 * looked at, whenever their list has changed.
 */

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { IncusInstance } from '../../incus/incus-instances.ts';
import type { HostPlaces } from '../../lxc/places.ts';

export interface IdentitiesOptions {
  readonly places: Pick<HostPlaces, 'lxc'>;
  /** The instance that is listed under a name, from memory. */
  readonly findInstance: (name: string) => IncusInstance | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Undefined where there is none of this name. Containers of LXC come first, as they do in the list. */
export type ContainerIdentities = (name: string) => string | undefined;

/** The kernel stamps changes by a clock that goes on by some milliseconds at a time; several may have one stamp. */
const stampMs = 50;

export function createContainerIdentities({ places, findInstance, now }: IdentitiesOptions): ContainerIdentities {
  let known: { readonly changedNs: bigint; readonly folders: ReadonlyMap<string, string> } | undefined;

  function folders(): ReadonlyMap<string, string> {
    const changedNs = statSync(places.lxc, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? 0n;
    if (known?.changedNs === changedNs) return known.folders;
    const read = readIdentities(places.lxc);
    const isSettled = BigInt(Math.floor(now() - stampMs)) * 1_000_000n > changedNs;
    known = isSettled ? { changedNs, folders: read } : undefined;
    return read;
  }

  return (name) => {
    const folder = folders().get(name);
    if (folder !== undefined) return folder;
    const instance = findInstance(name);
    return instance && `incus ${instance.config['volatile.uuid'] ?? instance.created_at}`;
  };
}

/** The number of a folder alone may be given to the next one as soon as this one is gone. */
function readIdentities(lxc: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(lxc).flatMap((name) => {
      const folder = statSync(join(lxc, name), { bigint: true, throwIfNoEntry: false });
      return folder?.isDirectory() === true
        ? [[name, `lxc ${folder.dev} ${folder.ino} ${folder.birthtimeNs}`] as const]
        : [];
    }),
  );
}
