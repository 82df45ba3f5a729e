// SPDX-License-Identifier: Apache-2.0
/** What the engine of a cluster does on its members. Each fails where the host has no such engine. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { Item, Params, Result } from '../../../../contract/operations/index.ts';

export interface ClusterActs {
  /** Has the cluster create one; aborting undoes what was done. */
  create(request: Params<'cluster.create'>, signal: AbortSignal): Promise<Container>;
  /** Moves one to another member; aborting leaves it where it is. */
  move(
    request: Params<'cluster.move'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'cluster.move'>, Result<'cluster.move'>, undefined>;
  /** Moves what is on a member to others, or back to it; aborting leaves each where it is then. */
  evacuate(
    evacuation: { readonly action: 'evacuate' | 'restore'; readonly member: string },
    signal: AbortSignal,
  ): AsyncGenerator<Item<'cluster.evacuate'>, Result<'cluster.evacuate'>, undefined>;
}
