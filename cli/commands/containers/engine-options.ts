// SPDX-License-Identifier: Apache-2.0
/** What is to run an imported container: LXC, with a network of the host, or Incus, on one of its pools. */

import type { Network } from '../../../contract/model/containers/container.ts';
import type { ParamsInput } from '../../../contract/operations/index.ts';
import { UsageError } from '../../usage-error.ts';

export interface EngineOptions {
  readonly network?: Network;
  readonly pool?: string;
  readonly member?: string;
}

export const poolWords =
  'have Incus create it, on this storage pool: a mount labels all files at once on lvm, ceph, and zfs with ' +
  'zfs.block_mode, and on others each file is labelled';
export const memberWords = 'with --pool: the member that it is to be on, where that is another one';

/** LXC where no pool is named. */
export function engineParams({
  network,
  pool,
  member,
}: EngineOptions): Pick<ParamsInput<'container.import'>, 'network' | 'incus'> {
  if (pool === undefined && member !== undefined)
    throw new UsageError('--member is a member of a cluster of Incus: name a storage pool of it too, with --pool');
  if (pool !== undefined && network !== undefined)
    throw new UsageError('Incus gives it the network of its default profile: leave out --network, or --pool');
  if (pool === undefined) return network === undefined ? {} : { network };
  return { incus: { pool, ...(member !== undefined && { member }) } };
}
