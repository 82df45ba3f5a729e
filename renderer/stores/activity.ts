/** The activity log of the current host, newest first. */

import { create } from 'zustand';
import type { Activity } from '../../contract/model/activity.ts';
import type { Client } from '../../rpc/client.ts';

const keptEntries = 1000;

interface ActivityState {
  readonly entries: readonly Activity[];
}

export const useActivity = create<ActivityState>(() => ({ entries: [] }));

export async function followActivity(client: Client, onReady: () => void): Promise<void> {
  for await (const item of client.stream('activity.watch', { latest: 500 })) {
    if (item.type === 'snapshot') useActivity.setState({ entries: item.entries.toReversed() });
    else useActivity.setState(({ entries }) => ({ entries: withEntry(entries, item.entry) }));
    onReady();
  }
}

export function clearActivity(): void {
  useActivity.setState({ entries: [] });
}

function withEntry(entries: readonly Activity[], entry: Activity): readonly Activity[] {
  const index = entries.findIndex((known) => known.id === entry.id);
  return index === -1 ? [entry, ...entries].slice(0, keptEntries) : entries.with(index, entry);
}
