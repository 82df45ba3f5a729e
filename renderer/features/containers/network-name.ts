// SPDX-License-Identifier: Apache-2.0
/** The network of a container, as short as a cell of the list is. */

import type { Network } from '../../../contract/model/containers/container.ts';

export function networkName(network: Network): string {
  if (network.kind === 'bridge') return network.bridge;
  return network.kind === 'macvlan' ? `macvlan ${network.parent}` : network.kind;
}
