// SPDX-License-Identifier: Apache-2.0
/** The activity log of the current host, and those of the other members of its cluster; newest first. */

import { useMemo } from 'react';
import type { Activity } from '../../../contract/model/activity.ts';
import type { Item } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { registerFeed } from '../../host/feeds.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { followMembers, type MemberFeed } from '../members/follow-members.ts';
import { isInstanceOn } from '../members/member-views.ts';

const keptEntries = 1000;
const asked = { latest: 500 };

interface Place {
  readonly member: string;
  readonly hostId: string;
}

/** An entry, and the member whose helper wrote it where that is not the host that is shown. */
export interface KnownActivity extends Activity {
  readonly there?: Place;
}

interface ActivityState {
  readonly entries: readonly Activity[];
}

interface ActivityThere {
  readonly byHost: ReadonlyMap<string, { readonly there: Place; readonly entries: readonly Activity[] }>;
}

export const useActivity = createHostStore<ActivityState>({ entries: [] });
const useThere = createHostStore<ActivityThere>({ byHost: new Map() });
registerFeed('activity', followActivity);
followMembers('activity', followThere);

export async function followActivity(client: Client, onReady: () => void): Promise<void> {
  for await (const item of client.stream('activity.watch', asked)) {
    useActivity.setState(({ entries }) => ({ entries: withItem(entries, item) }));
    onReady();
  }
}

/** Gives the activity of the current host, and of the members of its cluster that the window is connected to. */
export function useAllActivity(): readonly KnownActivity[] {
  const entries = useActivity((state) => state.entries);
  const there = useThere(({ byHost }) => byHost);
  return useMemo(() => {
    if (there.size === 0) return entries;
    const others = [...there.values()].flatMap((one) => one.entries.map((entry) => ({ ...entry, there: one.there })));
    const all: readonly KnownActivity[] = [...entries, ...others];
    return all.toSorted((left, right) => right.begunAt - left.begunAt).slice(0, keptEntries);
  }, [entries, there]);
}

/**
 * Gives the time since which no entry is missing, where the logs may have more than the window. `entries` are all, the
 * newest first.
 */
export function completeSince(entries: readonly KnownActivity[]): number | undefined {
  const hosts = [...new Set(entries.map(({ there }) => there?.hostId))];
  const logs = hosts.map((host) => entries.filter(({ there }) => there?.hostId === host));
  const cut = entries.length < keptEntries ? logs.filter((log) => log.length >= asked.latest) : [entries];
  const begins = cut.flatMap((log) => log.at(-1)?.begunAt ?? []);
  return begins.length === 0 ? undefined : Math.max(...begins);
}

/** The key of an entry among those of all hosts, each of which counts its own. */
export function activityKey({ id, there }: KnownActivity): string {
  return `${there?.hostId ?? ''} ${String(id)}`;
}

/**
 * Says whether the entry is about the container of this name. Another member may have a container of LXC with the same
 * name.
 */
export function isAbout({ subject, there }: KnownActivity, name: string): boolean {
  return subject === name && (there === undefined || isInstanceOn(there.hostId, name));
}

async function followThere({ member, hostId, client, signal }: MemberFeed): Promise<void> {
  for await (const item of client.stream('activity.watch', asked, { signal })) {
    if (signal.aborted) return;
    useThere.setState(({ byHost }) => {
      const entries = withItem(byHost.get(hostId)?.entries ?? [], item);
      return { byHost: new Map(byHost).set(hostId, { there: { member, hostId }, entries }) };
    });
  }
}

function withItem(entries: readonly Activity[], item: Item<'activity.watch'>): readonly Activity[] {
  if (item.type === 'snapshot') return item.entries.toReversed();
  const index = entries.findIndex((known) => known.id === item.entry.id);
  return index === -1 ? [item.entry, ...entries].slice(0, keptEntries) : entries.with(index, item.entry);
}
