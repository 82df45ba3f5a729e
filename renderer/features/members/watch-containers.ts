// SPDX-License-Identifier: Apache-2.0
/**
 * The containers of a host, watched once for each connection: the list of the host that is shown and what is kept of
 * every host are the same objects, which the host sends once. Of a whole cluster they are megabytes.
 */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { ContainerChange } from '../../../contract/operations/containers/container.ts';
import type { Client } from '../../../rpc/client.ts';
import { unboundClient } from '../../host/transport/bound-client.ts';
import { type FollowLatest, shareLatest } from '../../lib/share-latest.ts';

export type ContainersByName = ReadonlyMap<string, Container>;

const watches = new WeakMap<Client, FollowLatest<ContainersByName>>();

/** The containers as they are, and again after each change, until the signal aborts. */
export function watchContainers(client: Client, signal: AbortSignal): AsyncIterable<ContainersByName> {
  const connected = unboundClient(client);
  let follow = watches.get(connected);
  if (follow === undefined) {
    follow = shareLatest((left) => readContainers(connected, left));
    watches.set(connected, follow);
  }
  return follow(signal);
}

async function* readContainers(client: Client, signal: AbortSignal): AsyncGenerator<ContainersByName> {
  let byName: ContainersByName = new Map();
  for await (const change of client.stream('container.watch', {}, { signal })) {
    byName = applyChange(byName, change);
    yield byName;
  }
}

/** The containers after a change; those that did not change keep their identity. */
function applyChange(byName: ContainersByName, change: ContainerChange): ContainersByName {
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
