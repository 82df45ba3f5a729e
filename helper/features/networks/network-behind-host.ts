// SPDX-License-Identifier: Apache-2.0

import type { Container } from '../../../contract/model/containers/container.ts';
import { ownBridges } from '../../lxc/network/own-networks.ts';

/**
 * Says whether the host's address is that of the network's containers, for others. `state`: the helper's own folder.
 */
export function networkBehindHost(network: Container['network'], state: string): boolean {
  return network?.kind === 'nat' || (network?.kind === 'bridge' && ownBridges(state).has(network.bridge));
}
