// SPDX-License-Identifier: Apache-2.0
/** The containers of the current host. Each keeps its identity until it changes. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { Client } from '../../../rpc/client.ts';
import { registerFeed } from '../../host/feeds.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { type ContainersByName, watchContainers } from './watch-containers.ts';

interface ContainersState {
  readonly byName: ContainersByName;
}

export const useContainers = createHostStore<ContainersState>({ byName: new Map() });
registerFeed('containers', followContainers);

async function followContainers(client: Client, onReady: () => void, signal: AbortSignal): Promise<void> {
  for await (const byName of watchContainers(client, signal)) {
    useContainers.setState({ byName });
    onReady();
  }
}

export function useContainer(name: string): Container | undefined {
  return useContainers((state) => state.byName.get(name));
}
