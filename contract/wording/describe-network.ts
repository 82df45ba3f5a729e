// SPDX-License-Identifier: Apache-2.0

import type { Network } from '../model/containers/container.ts';

/** Writes the network as the command line and files take it: `nat`, `none`, `bridge:br0`, `macvlan:eno1`. */
export function describeNetwork(network: Network): string {
  if (network.kind === 'bridge') return `bridge:${network.bridge}`;
  return network.kind === 'macvlan' ? `macvlan:${network.parent}` : network.kind;
}
