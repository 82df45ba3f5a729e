// SPDX-License-Identifier: Apache-2.0
/**
 * The updates of an image: by its own lists of packages, else by those of the host, where both are of one release. An
 * image seldom has lists, and never new ones.
 */

import type { GivenImageUpdates } from '../../../../contract/model/host/image-updates.ts';
import { say } from '../../../../contract/text.ts';
import { hasLists, releaseOf, type UpdatesReader } from './read-updates.ts';

export interface ImageUpdatesOptions {
  readonly readUpdates: UpdatesReader;
  /** The root of the host is there. */
  readonly hostRoot: string;
}

/** `rootfs`: where the host has the root of the image. */
export async function readImageUpdates(
  image: string,
  rootfs: string,
  { readUpdates, hostRoot }: ImageUpdatesOptions,
): Promise<GivenImageUpdates> {
  // No container has such a name.
  const key = `image:${image}`;
  if (hasLists(rootfs)) return withLists('image', await readUpdates(key, rootfs));
  const release = releaseOf(rootfs);
  if (release === undefined || release !== releaseOf(hostRoot))
    return { state: 'unknown', reason: say('it has no lists of packages, and the host is not of the same release') };
  return withLists('host', await readUpdates(key, rootfs, hostRoot));
}

function withLists(listsOf: 'image' | 'host', { updates }: Awaited<ReturnType<UpdatesReader>>): GivenImageUpdates {
  return updates.state === 'known' ? { ...updates, listsOf } : updates;
}
