// SPDX-License-Identifier: Apache-2.0
/** What the form of a container's address has to know of the network on which it is. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { AddressOffer } from '../containers/settings/network-setting-fields.tsx';
import { useContainerList } from '../containers/context/category-owners.ts';
import { bridgeBehindHost } from './behind-host.ts';
import { useLoadedNetworks } from './use-networks.ts';

interface NetworkOffer {
  /** Says whether the host gives addresses on the network, and publishes ports. */
  readonly isBehindHost: boolean;
  /** Undefined while it is not known. */
  readonly offer: AddressOffer | undefined;
}

/** `name`: the container that it is for. */
export function useNetworkOffer(name: string, network: Container['network']): NetworkOffer {
  const { networks } = useLoadedNetworks();
  const containers = useContainerList();
  const bridge = bridgeBehindHost(network, networks?.bridges);
  const cidr = bridge?.addresses.find((address) => !address.includes(':'));
  const isBehindHost = network?.kind === 'nat' || bridge !== undefined;
  if (bridge === undefined || cidr === undefined) return { isBehindHost, offer: undefined };
  const holders = containers
    .filter((one) => one.name !== name && bridgeBehindHost(one.network, networks?.bridges) === bridge)
    .flatMap((one) => [...one.addresses, one.settings?.address ?? ''].map((address) => [address, one.name] as const));
  return { isBehindHost, offer: { cidr, free: bridge.freeAddress, holders: new Map(holders) } };
}
