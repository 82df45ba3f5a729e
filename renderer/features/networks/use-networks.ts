// SPDX-License-Identifier: Apache-2.0
/** Loads the networks of the host, again whenever what containers have of them changes. */

import { useEffect } from 'react';
import type { HostNetworks } from '../../../contract/model/host/network.ts';
import { useClient } from '../../host/connection.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
import { loadNetworks, useNetworks } from './networks.ts';

export function useLoadedNetworks(): {
  readonly networks: HostNetworks | undefined;
  readonly problem: string | undefined;
} {
  const client = useClient();
  const state = useContainerList()
    .map(({ name, network, published, links, addresses }) =>
      JSON.stringify([name, network, published, links, addresses]),
    )
    .join();
  useEffect(() => {
    if (client !== undefined) void loadNetworks();
  }, [client, state]);
  return useNetworks();
}
