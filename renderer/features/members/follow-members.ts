// SPDX-License-Identifier: Apache-2.0
/**
 * Follows something of each other member of the cluster that the window is connected to, beside the feed of the host
 * that is shown; and says of which members it is not there, so that no list passes for that of the whole cluster.
 */

import type { Client } from '../../../rpc/client.ts';
import { ConnectionClosedError } from '../../../rpc/client.ts';
import { clientOf, shownHostId, useConnection } from '../../host/connection.ts';
import type { FeedName } from '../../host/feeds.ts';
import { createHostStore, onConnected } from '../../host/host-stores.ts';
import { onViewsChanged } from './member-views.ts';
import { connectedMembers, othersOf, useMemberships } from './memberships.ts';

export interface MemberFeed {
  readonly member: string;
  readonly hostId: string;
  readonly client: Client;
  /** Aborts when that host, or the one that is shown, is left. */
  readonly signal: AbortSignal;
}

/** Why a feed of a member could not be read; by feed and member. */
const useProblems = createHostStore<{ readonly byFeed: ReadonlyMap<string, unknown> }>({ byFeed: new Map() });

/** `read` is called for each such member, and again after each reconnect. */
export function followMembers(feed: FeedName, read: (member: MemberFeed) => Promise<void>): void {
  onConnected((_client, signal) => followFrom({ hostId: shownHostId() ?? '', feed }, read, signal));
}

interface MissingMember {
  readonly member: string;
  /** Undefined where the window is not connected to it. */
  readonly error: unknown;
}

/** The other members of which this feed is not there. */
export function useMissingMembers(feed: FeedName): readonly MissingMember[] {
  const hostId = useConnection(({ connection }) => (connection.status === 'none' ? '' : connection.hostId));
  const memberships = useMemberships(({ byHost }) => byHost);
  const own = memberships.get(hostId);
  const connected = useConnection(({ byHost }) => [...othersOf(hostId, memberships, byHost).keys()].join('\n'));
  const problems = useProblems(({ byFeed }) => byFeed);
  const there = new Set(connected.split('\n'));
  return (own?.members ?? [])
    .filter((member) => member !== own?.member && (!there.has(member) || problems.has(keyOf(feed, member))))
    .map((member) => ({ member, error: there.has(member) ? problems.get(keyOf(feed, member)) : undefined }));
}

interface Followed {
  readonly client: Client;
  readonly abort: AbortController;
}

function followFrom(
  { hostId, feed }: { readonly hostId: string; readonly feed: FeedName },
  read: (member: MemberFeed) => Promise<void>,
  signal: AbortSignal,
): void {
  const followed = new Map<string, Followed>();

  async function readOne(member: MemberFeed): Promise<void> {
    note(feed, member.member, undefined);
    try {
      await read(member);
    } catch (error) {
      if (!member.signal.aborted && !(error instanceof ConnectionClosedError)) note(feed, member.member, error);
    }
  }

  function follow(): void {
    const members = connectedMembers(hostId);
    for (const [member, { client, abort }] of followed)
      if (clientOf(members.get(member)) !== client) {
        abort.abort();
        followed.delete(member);
      }
    for (const [member, id] of members) {
      const client = clientOf(id);
      if (client === undefined || followed.has(member)) continue;
      const abort = new AbortController();
      followed.set(member, { client, abort });
      void readOne({ member, hostId: id, client, signal: AbortSignal.any([signal, abort.signal]) });
    }
  }

  onViewsChanged(hostId, follow, signal);
  follow();
}

function note(feed: FeedName, member: string, error: unknown): void {
  const byFeed = new Map(useProblems.getState().byFeed);
  if (error === undefined) byFeed.delete(keyOf(feed, member));
  else byFeed.set(keyOf(feed, member), error);
  useProblems.setState({ byFeed });
}

function keyOf(feed: FeedName, member: string): string {
  return `${feed} ${member}`;
}
