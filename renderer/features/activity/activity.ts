// SPDX-License-Identifier: Apache-2.0
/** The activity log of the current host, newest first. */

import type { Activity } from '../../../contract/model/activity.ts';
import type { Client } from '../../../rpc/client.ts';
import { registerFeed } from '../../host/feeds.ts';
import { createHostStore } from '../../host/host-stores.ts';

const keptEntries = 1000;

interface ActivityState {
  readonly entries: readonly Activity[];
}

export const useActivity = createHostStore<ActivityState>({ entries: [] });
registerFeed('activity', followActivity);

export async function followActivity(client: Client, onReady: () => void): Promise<void> {
  for await (const item of client.stream('activity.watch', { latest: 500 })) {
    if (item.type === 'snapshot') useActivity.setState({ entries: item.entries.toReversed() });
    else useActivity.setState(({ entries }) => ({ entries: withEntry(entries, item.entry) }));
    onReady();
  }
}

function withEntry(entries: readonly Activity[], entry: Activity): readonly Activity[] {
  const index = entries.findIndex((known) => known.id === entry.id);
  return index === -1 ? [entry, ...entries].slice(0, keptEntries) : entries.with(index, entry);
}
