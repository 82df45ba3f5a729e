// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether containers on a network have the host's address for others: the host gives them theirs, and publishes
 * their ports.
 */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { HostBridge } from '../../../contract/model/host/network.ts';

/** Undefined while the networks of the host are not known, or where it is another's network. */
export function bridgeBehindHost(
  network: Container['network'],
  bridges: readonly HostBridge[] | undefined,
): HostBridge | undefined {
  if (network?.kind === 'nat') return bridges?.find(({ isNat }) => isNat);
  if (network?.kind !== 'bridge') return undefined;
  return bridges?.find(({ name, isOwn }) => isOwn && name === network.bridge);
}
