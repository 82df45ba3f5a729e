// SPDX-License-Identifier: Apache-2.0
/**
 * Places in a container that something is mounted on while it runs. To remove or rename one on the host would unmount
 * that in the container.
 */

import type { Volume } from '../../../contract/model/containers/volume.ts';
import { say } from '../../../contract/text.ts';
import { failUnusable, type NamedFile } from './file-failures.ts';

const mountedByContainer: ReadonlySet<string> = new Set(['/', '/dev', '/proc', '/run', '/sys', '/tmp']);

/** `path` is without links. */
export function requireNoMount(
  file: NamedFile,
  path: string,
  { volumes, disks }: { readonly volumes: readonly Pick<Volume, 'target'>[]; readonly disks: readonly string[] },
): void {
  if (mountedByContainer.has(path)) failUnusable(file, say('the container mounts a file system of its own there'));
  const isBelow = (target: string): boolean => target === path || target.startsWith(`${path}/`);
  const volume = volumes.find(({ target }) => isBelow(target));
  if (volume !== undefined)
    failUnusable(
      file,
      say('its volume {target} lies there; detach that first (bulkheadctl volume detach)', { target: volume.target }),
    );
  const disk = disks.find(isBelow);
  if (disk !== undefined)
    failUnusable(file, say('its disk {disk} lies there; take that away first (incus config device remove)', { disk }));
}
