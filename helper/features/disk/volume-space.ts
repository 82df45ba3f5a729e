// SPDX-License-Identifier: Apache-2.0
/** Limits named volumes by project quotas, which share the space above the host's reserve with the containers' layers. */

import { closeSync, constants, openSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import type { QuotaLayer } from '../../lxc/layer.ts';
import { setProject } from '../../system/native/project-quota.ts';
import type { VolumeSpace } from '../volumes/ports.ts';
import type { DiskGrants } from './disk-grants.ts';
import { backingOf, freeProject } from './layers.ts';

/** Above the ids of all containers, of which each layer takes its project. */
const projects = { base: 3_000_000_000, count: 100_000 };

/** No container has such a name. */
export const grantOfVolume = (name: string): string => `volume:${name}`;

/** `folder`: of the layers, on whose file system the volumes lie too. */
export function createVolumeSpace(folder: string, grants: DiskGrants): VolumeSpace {
  return {
    make(name, files, bytes) {
      if (backingOf(folder) !== 'project-quota') {
        if (bytes === null) return null;
        return fail('limit-not-possible', {
          name,
          limit: say('a limit of a named volume'),
          reason: say(
            'the file system of {folder} has no project quota; make it without a limit, or give the file system project ' +
              'quotas (docs/guide/disk.md)',
            { folder },
          ),
        });
      }
      const layer: QuotaLayer = {
        backing: 'project-quota',
        project: freeProject(folder, projects, name),
        bytes,
        inodes: null,
      };
      const fd = openSync(files, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
      try {
        setProject(fd, layer.project, 'folder');
      } finally {
        closeSync(fd);
      }
      grants.hold(grantOfVolume(name), layer);
      return layer;
    },
    hold: (name, layer) => grants.hold(grantOfVolume(name), layer),
    release: (name) => grants.release(grantOfVolume(name)),
    usedBytes: (name) => grants.usageOf(grantOfVolume(name))?.bytes ?? null,
  };
}
