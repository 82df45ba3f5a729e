// SPDX-License-Identifier: Apache-2.0
/** Makes the folders of a new container, and the first files of its layer. */

import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IdRange } from '../../lxc/id-ranges.ts';
import type { ContainerPlaces } from '../../lxc/places.ts';
import { hostnameFile } from '../../lxc/root-identity.ts';

/** Makes those in which its root is mounted. */
export function prepareFolders(own: ContainerPlaces, ids: IdRange): void {
  // LXC reaches the root file system as the container's own root; no other user of the host may reach it.
  chownSync(own.folder, 0, ids.base);
  chmodSync(own.folder, 0o710);
  mkdirSync(own.rootfs);
  mkdirSync(own.layers, { recursive: true, mode: 0o700 });
  mkdirSync(own.lower);
}

/** Writes the host name into an empty layer. */
export function prepareUpper(upper: string, ids: IdRange, hostname: string): void {
  const file = join(upper, hostnameFile);
  const etc = dirname(file);
  mkdirSync(etc);
  writeFileSync(file, `${hostname}\n`);
  for (const path of [upper, etc]) chmodSync(path, 0o755);
  chmodSync(file, 0o644);
  for (const path of [upper, etc, file]) chownSync(path, ids.base, ids.base);
}
