// SPDX-License-Identifier: Apache-2.0
/**
 * Sends calls to the host whose helper can serve them. In a cluster each container is on one member, and only the
 * helper there can reach into it; where the window is connected to that host, nobody has to know where a container is.
 */

import { reachingOperations } from '../../contract/operations/operation-names.ts';
import type { Client } from '../../rpc/client.ts';

/** The host of the window that the container is on, when the host that lists it is not that one; else undefined. */
type FindHost = (hostId: string, container: string) => string | undefined;

let findHost: FindHost = () => undefined;

/**
 * Registers what finds the host. The module that knows the members calls it before the first connection:
 * `renderer/app/followed.ts` names it.
 */
export function registerReach(find: FindHost): void {
  findHost = find;
}

/** The host whose helper reaches into a container that this host lists; this host where no other one is known to. */
export function reachingHost(hostId: string | undefined, container: string): string | undefined {
  return hostId === undefined ? undefined : (findHost(hostId, container) ?? hostId);
}

/** A client of a host that sends what reaches into a container to the host of it. `find` gives the client of another host. */
export function createReachingClient(
  hostId: string,
  own: Client,
  find: (hostId: string) => Client | undefined,
): Client {
  function clientFor(name: string, params: object): Client {
    const param = reachingOperations.get(name);
    const container: unknown = param === undefined ? undefined : Reflect.get(params, param);
    const other = typeof container === 'string' ? findHost(hostId, container) : undefined;
    return (other === undefined ? undefined : find(other)) ?? own;
  }

  return {
    version: own.version,
    request: (name, params, options) => clientFor(name, params).request(name, params, options),
    stream: (name, params, options) => clientFor(name, params).stream(name, params, options),
    channel: (name, params, options) => clientFor(name, params).channel(name, params, options),
    setInteractive: (isInteractive) => own.setInteractive(isInteractive),
    closed: own.closed,
    close: () => own.close(),
  };
}
