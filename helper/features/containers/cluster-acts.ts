// SPDX-License-Identifier: Apache-2.0
/** Creates, moves and evacuates containers of a cluster, one operation at a time for each. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { say } from '../../../contract/text.ts';
import type { Claims } from '../../lxc/claims.ts';
import type { OwnInstances } from './incus/own-instances.ts';
import type { ClusterActs } from './ports/cluster.ts';

export interface ClusterActsHost {
  readonly claims: Claims;
  readonly instances: Pick<OwnInstances, 'create' | 'move' | 'evacuate'>;
  /** Resolves once the containers of the cluster have been read, or cannot be. */
  readonly settled: (signal: AbortSignal) => Promise<void>;
  readonly read: (name: string) => Container;
  /** Reads one that its engine may act on. */
  readonly mustBeOwn: (name: string) => Container;
}

export function createClusterActs({ claims, instances, settled, read, mustBeOwn }: ClusterActsHost): ClusterActs {
  return {
    create(request, signal) {
      const { name } = request;
      return claims.exclusively(name, { reason: say('it is being created') }, async () => {
        await instances.create(request, signal);
        return read(name);
      });
    },

    async *move(request, signal) {
      const { name } = request;
      const release = claims.claim(name, { reason: say('it is being moved') });
      try {
        await settled(signal);
        mustBeOwn(name);
        const arrival = yield* instances.move(request, signal);
        return { container: read(name), arrival };
      } finally {
        release();
      }
    },

    evacuate: instances.evacuate,
  };
}
