// SPDX-License-Identifier: Apache-2.0
/** Says which of the known hosts are members of one cluster of Incus. */

import { create } from 'zustand';
import type { Client } from '../../../rpc/client.ts';
import { type Connection, useConnection } from '../../host/connection.ts';
import { onEachConnection, onHostForgotten } from '../../host/host-stores.ts';

interface Membership {
  /** What all members of its cluster answer to this window's challenge, and no other host can. */
  readonly proof: string;
  readonly member: string;
  /** The names of all members, as they were when the host was connected. */
  readonly members: readonly string[];
}

export type Memberships = ReadonlyMap<string, Membership>;
type Connections = ReadonlyMap<string, Connection>;

/** Is of this window alone: an answer to it cannot be one that was heard elsewhere. */
const challenge = [...crypto.getRandomValues(new Uint8Array(32))]
  .map((byte) => byte.toString(16).padStart(2, '0'))
  .join('');

/** What each host was a member of when it was last connected. */
export const useMemberships = create<{ readonly byHost: Memberships }>(() => ({ byHost: new Map() }));
onEachConnection(learn);
onHostForgotten((hostId) => put(hostId, undefined));

/** The hosts of the other members of its cluster that the window is connected to, by the names of the members. */
export function connectedMembers(hostId: string): ReadonlyMap<string, string> {
  return othersOf(hostId, useMemberships.getState().byHost, useConnection.getState().byHost);
}

/** What distinguishes its cluster from others; undefined for a host of none. */
export function clusterOf(hostId: string): string | undefined {
  return useMemberships.getState().byHost.get(hostId)?.proof;
}

/** Says whether a container that this host lists is on it, and not on another member of its cluster. */
export function isOn(hostId: string, { member }: { readonly member: string | null }): boolean {
  const own = useMemberships.getState().byHost.get(hostId)?.member;
  return member === null || own === undefined || member === own;
}

/** Connected hosts of the same cluster by their members, and not the same member by another way. */
export function othersOf(
  hostId: string,
  memberships: Memberships,
  connections: Connections,
): ReadonlyMap<string, string> {
  const own = memberships.get(hostId);
  const others = new Map<string, string>();
  if (own === undefined) return others;
  for (const [id, { proof, member }] of memberships) {
    const isOther = proof === own.proof && member !== own.member && !others.has(member);
    if (isOther && connections.get(id)?.status === 'connected') others.set(member, id);
  }
  return others;
}

/** The name of the shown host in its cluster; undefined without one. */
export function useOwnMember(): string | undefined {
  const hostId = useConnection(({ connection }) => (connection.status === 'none' ? '' : connection.hostId));
  return useMemberships(({ byHost }) => byHost.get(hostId)?.member);
}

async function learn(hostId: string, client: Client, signal: AbortSignal): Promise<void> {
  // A host that does not answer this says so where its members are asked for.
  const answer = await client.request('cluster.members', { challenge }, { signal }).catch(() => undefined);
  if (answer === undefined) return;
  const { proof = null, member = null, members = [] } = answer.cluster ?? {};
  const names = members.map(({ name }) => name);
  put(hostId, proof === null || member === null ? undefined : { proof, member, members: names });
}

function put(hostId: string, membership: Membership | undefined): void {
  const byHost = new Map(useMemberships.getState().byHost);
  if (membership === undefined) byHost.delete(hostId);
  else byHost.set(hostId, membership);
  useMemberships.setState({ byHost });
}
