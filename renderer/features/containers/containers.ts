// SPDX-License-Identifier: Apache-2.0
/** The containers of the current host. Each keeps its identity until it changes. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { Client } from '../../../rpc/client.ts';
import { registerFeed } from '../../host/feeds.ts';
import { shownHostId } from '../../host/connection.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { onViewsChanged, withMembers } from '../members/member-views.ts';
import { type ContainersByName, watchContainers } from '../members/watch-containers.ts';

interface ContainersState {
  readonly byName: ContainersByName;
}

export const useContainers = createHostStore<ContainersState>({ byName: new Map() });
registerFeed('containers', followContainers);

async function followContainers(client: Client, onReady: () => void, signal: AbortSignal): Promise<void> {
  const hostId = shownHostId() ?? '';
  let listed: ContainersByName | undefined;
  const show = (): void => {
    if (listed !== undefined) useContainers.setState({ byName: withMembers(hostId, listed) });
  };
  onViewsChanged(hostId, show, signal);
  for await (listed of watchContainers(client, signal)) {
    show();
    onReady();
  }
}

export function useContainer(name: string): Container | undefined {
  return useContainers((state) => state.byName.get(name));
}
