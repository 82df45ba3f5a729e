// SPDX-License-Identifier: Apache-2.0
/** The containers of the current host: a snapshot, then changes. Each container keeps its identity until it changes. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { ContainerChange } from '../../../contract/operations/container.ts';
import type { Client } from '../../../rpc/client.ts';
import { registerFeed } from '../../host/feeds.ts';
import { createHostStore } from '../../host/host-stores.ts';

interface ContainersState {
  readonly byName: ReadonlyMap<string, Container>;
}

export const useContainers = createHostStore<ContainersState>({ byName: new Map() });
registerFeed('containers', followContainers);

async function followContainers(client: Client, onReady: () => void): Promise<void> {
  for await (const change of client.stream('container.watch', {})) {
    useContainers.setState(({ byName }) => ({ byName: applyChange(byName, change) }));
    onReady();
  }
}

export function useContainer(name: string): Container | undefined {
  return useContainers((state) => state.byName.get(name));
}

/** The containers after a change; those that did not change keep their identity. */
export function applyChange(
  byName: ReadonlyMap<string, Container>,
  change: ContainerChange,
): ReadonlyMap<string, Container> {
  switch (change.type) {
    case 'snapshot':
      return new Map(change.containers.map((container) => [container.name, container]));
    case 'changed':
      return new Map(byName).set(change.container.name, change.container);
    case 'removed': {
      const left = new Map(byName);
      left.delete(change.name);
      return left;
    }
  }
}
