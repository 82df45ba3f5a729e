/** Removes what is left of a container: mounts, layers, LXC's folder. Idempotent: goes on where a crash stopped it. */

import { rm } from 'node:fs/promises';
import { mountPoints, unmountRoot } from '../namespace/root-mounts.ts';
import type { ContainerPlaces } from './places.ts';

/** The container must not run. Symbolic links are removed, never followed; a mount that cannot be taken away stops the removal. */
export async function removeEverything(own: ContainerPlaces): Promise<void> {
  await unmountRoot(own);
  for (const point of await mountPoints()) {
    if (point.startsWith(`${own.folder}/`) || point.startsWith(`${own.layers}/`)) throw new Error(`cannot remove ${own.folder}: ${point} is still mounted`);
  }
  await rm(own.folder, { recursive: true, force: true });
  // Last: as long as the layers are there, recovery knows that the removal has not ended.
  await rm(own.layers, { recursive: true, force: true });
}
