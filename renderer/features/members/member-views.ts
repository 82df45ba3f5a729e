// SPDX-License-Identifier: Apache-2.0
/**
 * Shows a cluster as one host. The shown host knows what is configured of a container on another member; what only the
 * helper there knows comes from that one, where the window is connected to it.
 */

import { create } from 'zustand';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Client } from '../../../rpc/client.ts';
import { useConnection } from '../../host/connection.ts';
import { onEachConnection, onHostForgotten } from '../../host/host-stores.ts';
import { registerReach } from '../../host/reach.ts';
import { connectedMembers, useMemberships } from './memberships.ts';
import { type ContainersByName, watchContainers } from './watch-containers.ts';

/** What each host lists. */
const useListed = create<{ readonly byHost: ReadonlyMap<string, ContainersByName> }>(() => ({ byHost: new Map() }));
onEachConnection(followListed);
onHostForgotten((hostId) => put(hostId, undefined));

/** Milliseconds. */
const settleMs = 50;

registerReach((hostId, name) => {
  const container = useListed.getState().byHost.get(hostId)?.get(name);
  return container === undefined ? undefined : hostOf(container, connectedMembers(hostId));
});

/** The containers that this host lists, those of other connected members as the helper there sees them. */
export function withMembers(hostId: string, listed: ContainersByName): ContainersByName {
  const hosts = connectedMembers(hostId);
  if (hosts.size === 0) return listed;
  const seen = new Map(listed);
  for (const [name, container] of listed) {
    const other = hostOf(container, hosts);
    const theirs = other === undefined ? undefined : useListed.getState().byHost.get(other)?.get(name);
    if (theirs !== undefined) seen.set(name, theirs);
  }
  return seen;
}

/** Gives what a host lists under a name; undefined where it lists none, or is not connected. */
export function listedOn(hostId: string | undefined, name: string): Container | undefined {
  const listed = hostId === undefined ? undefined : useListed.getState().byHost.get(hostId)?.get(name);
  if (hostId === undefined || listed === undefined) return undefined;
  const other = hostOf(listed, connectedMembers(hostId));
  return (other === undefined ? undefined : useListed.getState().byHost.get(other)?.get(name)) ?? listed;
}

export function useListedOn(hostId: string, name: string): Container | undefined {
  return useListed(() => listedOn(hostId, name));
}

/** Says whether this host has listed its containers, and is connected. */
export function useIsListed(hostId: string): boolean {
  return useListed(({ byHost }) => byHost.has(hostId));
}

/** Calls back when any host lists something else. */
export function onListed(change: () => void): void {
  useListed.subscribe(change);
}

/**
 * Says whether this host lists a container of its cluster by this name. The containers of LXC on another member are none
 * of the cluster's.
 */
export function isInstanceOn(hostId: string, name: string): boolean {
  return (useListed.getState().byHost.get(hostId)?.get(name)?.member ?? null) !== null;
}

/** Resolves when this host has listed its containers, or the signal aborts. */
export function untilListed(hostId: string, signal: AbortSignal): Promise<void> {
  const isListed = (): boolean => signal.aborted || useListed.getState().byHost.has(hostId);
  if (isListed()) return Promise.resolve();
  return new Promise((resolve) => {
    function look(): void {
      if (!isListed()) return;
      stop();
      signal.removeEventListener('abort', look);
      resolve();
    }
    const stop = useListed.subscribe(look);
    signal.addEventListener('abort', look);
  });
}

/** Calls back when other members come, go, or list something else, soon after the first of many such changes. */
export function onViewsChanged(hostId: string, change: () => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Each member says the same change in the cluster, so they are read together.
  const changeSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      change();
    }, settleMs);
  };
  const stops = [
    useMemberships.subscribe(changeSoon),
    useConnection.subscribe((now, before) => {
      if (now.byHost !== before.byHost) changeSoon();
    }),
    useListed.subscribe((now, before) => {
      const others = [...connectedMembers(hostId).values()];
      if (others.some((id) => now.byHost.get(id) !== before.byHost.get(id))) changeSoon();
    }),
    () => clearTimeout(timer),
  ];
  signal.addEventListener('abort', () => stops.forEach((stop) => stop()), { once: true });
}

/** The connected host of the member that it is on, where the helper there lists it as well. */
function hostOf({ name, member }: Container, hosts: ReadonlyMap<string, string>): string | undefined {
  if (member === null) return undefined;
  const other = hosts.get(member);
  const theirs = other === undefined ? undefined : useListed.getState().byHost.get(other)?.get(name);
  return theirs?.member === member ? other : undefined;
}

/** Why a host cannot list them, the page of its containers says. */
async function followListed(hostId: string, client: Client, signal: AbortSignal): Promise<void> {
  try {
    for await (const containers of watchContainers(client, signal)) put(hostId, containers);
  } catch {
    put(hostId, undefined);
  }
}

function put(hostId: string, containers: ContainersByName | undefined): void {
  const byHost = new Map(useListed.getState().byHost);
  if (containers === undefined) byHost.delete(hostId);
  else byHost.set(hostId, containers);
  useListed.setState({ byHost });
}
