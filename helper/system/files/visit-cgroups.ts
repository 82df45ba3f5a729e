// SPDX-License-Identifier: Apache-2.0
/**
 * Visits a cgroup and all below it. A container gives those below its own any name and makes paths of them that are longer
 * than the kernel takes at once: so names are bytes, and each cgroup is reached by the descriptor of the one above.
 */

import { closeSync, constants, openSync, readdirSync } from 'node:fs';
import { unlessCode } from '../errno.ts';

/** The deepest come first. `place` is its path, for as long as the call takes. One that is gone is left out. */
export function visitCgroups(path: string, visit: (place: Buffer) => void): void {
  visitPlace(Buffer.from(path), visit);
}

function visitPlace(place: Buffer, visit: (place: Buffer) => void): void {
  const cgroup = unlessGone(() => openSync(place, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW));
  if (cgroup === undefined) return;
  try {
    const through = `/proc/self/fd/${cgroup}`;
    const entries = unlessGone(() => readdirSync(through, { withFileTypes: true, encoding: 'buffer' })) ?? [];
    for (const entry of entries)
      if (entry.isDirectory()) visitPlace(Buffer.concat([Buffer.from(`${through}/`), entry.name]), visit);
  } finally {
    closeSync(cgroup);
  }
  visit(place);
}

/** Undefined when the cgroup is gone: the files of one that was removed have nothing in them. */
export function unlessGone<T>(act: () => T): T | undefined {
  return unlessCode(act, 'ENOENT', 'ENODEV');
}
