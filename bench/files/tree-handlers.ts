// SPDX-License-Identifier: Apache-2.0
/** A helper whose one container has its root in the folder of the run, where `root` is a mount. */

import { join } from 'node:path';
import { openLayerRoot } from '../../helper/features/containers/open-layer-root.ts';
import { createFilesFeature } from '../../helper/features/files/feature.ts';
import { fakeContainer } from '../../testing/models/container.ts';
import type { HandlersModule } from '../programs/with-programs.ts';

export const container = 'web';

/** Says where the root of that container is mounted. */
export function rootBelow(folder: string): string {
  return join(folder, 'lxc', container, 'rootfs');
}

export const createHandlers: HandlersModule['createHandlers'] = (folder) =>
  createFilesFeature({
    containers: {
      require: async () => fakeContainer({ name: container, userNamespaceBase: 0, volumes: [] }),
      openRoot: (name) =>
        openLayerRoot(
          { name, userNamespaceBase: 0 },
          {
            places: { lxc: join(folder, 'lxc'), state: join(folder, 'state'), cgroup: '/sys/fs/cgroup' },
            exclusively: (_name, _claim, act) => act(),
            mount: async () => undefined,
          },
        ),
    },
    volumes: { openAt: () => undefined },
    pipeFolder: folder,
  }).handlers;
