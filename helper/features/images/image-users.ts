// SPDX-License-Identifier: Apache-2.0
/** Which containers need an image: it is the lower layer of their roots. */

import { statSync } from 'node:fs';
import { containerNames } from '../../lxc/all-configurations.ts';
import { readDescription } from '../../lxc/description.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { hasCode } from '../../system/errno.ts';

export interface ImageUsers {
  /** Gives the containers by what is written about them. */
  of(image: string): readonly string[];
  /** Gives these, and the containers on whose roots it is mounted: one under creation has nothing written yet. */
  needing(image: string, rootfs: string): readonly string[];
}

export function imageUsers(places: HostPlaces): ImageUsers {
  const names = containerNames(places.lxc);
  const imageOf = new Map(
    names.map((name) => [name, readDescription(containerPlaces(places, name).description)?.image] as const),
  );
  const of = (image: string): readonly string[] => names.filter((name) => imageOf.get(name) === image);
  return {
    of,
    needing(image, rootfs) {
      const root = identityOf(rootfs);
      const mounted = names.filter((name) => identityOf(containerPlaces(places, name).lower) === root);
      return [...new Set([...of(image), ...(root === undefined ? [] : mounted)])].sort();
    },
  };
}

/** A bind mount shows the folder itself. */
function identityOf(folder: string): string | undefined {
  try {
    const { dev, ino } = statSync(folder);
    return `${dev}:${ino}`;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}
