// SPDX-License-Identifier: Apache-2.0
/** What the form of a container's address has to know of the network on which it is. */

import type { Network } from '../../../contract/model/containers/container.ts';
import type { AddressOffer } from '../containers/settings/network-setting-fields.tsx';
import { useContainerList } from '../containers/category-owners.ts';
import { useLoadedNetworks } from './use-networks.ts';

/** `name`: the container that it is for. Undefined while it is not known, or where the host gives no addresses. */
export function useAddressOffer(name: string, network: Network['kind'] | undefined): AddressOffer | undefined {
  const { networks } = useLoadedNetworks();
  const containers = useContainerList();
  const bridge = network === 'nat' ? networks?.bridges.find(({ isNat }) => isNat) : undefined;
  const cidr = bridge?.addresses.find((address) => !address.includes(':'));
  if (bridge === undefined || cidr === undefined) return undefined;
  const holders = containers
    .filter((one) => one.name !== name && one.network?.kind === 'nat')
    .flatMap((one) =>
      [...one.addresses, ...(one.settings?.address ?? '').split(' ')].map((at) => [at, one.name] as const),
    );
  return { cidr, free: bridge.freeAddress, holders: new Map(holders) };
}
