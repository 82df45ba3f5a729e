// SPDX-License-Identifier: Apache-2.0
/**
 * Creates containers. It stands above the features that it uses: containers, volumes, networks, policies, snapshots and
 * disk.
 */

import type { HandlersOf } from '../../server/feature.ts';
import { createCreation } from './creation.ts';
import type { CreationHost } from './creation-host.ts';
import type { Creation } from './ports.ts';

export interface CreationFeature {
  readonly creation: Creation;
  readonly handlers: HandlersOf<'container.create' | 'container.preview-creation'>;
}

export function createCreationFeature(host: CreationHost): CreationFeature {
  const creation = createCreation(host);
  return {
    creation,
    handlers: {
      'container.create': (params, { caller, signal }) => creation.create(params, { uid: caller.identity.uid }, signal),
      'container.preview-creation': async (params) => ({ lines: creation.preview(params) }),
    },
  };
}
