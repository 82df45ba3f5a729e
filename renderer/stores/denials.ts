/** What SELinux refused on the current host: groups, the latest events, and how many were lost on the way. */

import { create } from 'zustand';
import type { DenialEvent, DenialGroup } from '../../contract/model/denial.ts';
import type { Client } from '../../rpc/client.ts';

/** Events kept in the window; older ones are counted in their groups only. */
const keptEvents = 4000;

interface DenialsState {
  readonly groups: ReadonlyMap<string, DenialGroup>;
  /** Oldest first. */
  readonly events: readonly DenialEvent[];
  readonly lost: number;
}

const nothing: DenialsState = { groups: new Map(), events: [], lost: 0 };

export const useDenials = create<DenialsState>(() => nothing);

export async function followDenials(client: Client, onReady: () => void): Promise<void> {
  for await (const item of client.stream('denial.watch', { events: 1000 })) {
    const before = item.type === 'snapshot' ? nothing : useDenials.getState();
    const groups = new Map(before.groups);
    for (const group of item.groups) groups.set(group.id, group);
    useDenials.setState({ groups, events: [...before.events, ...item.events].slice(-keptEvents), lost: Math.max(before.lost, item.lost) });
    onReady();
  }
}

export function clearDenials(): void {
  useDenials.setState(nothing);
}

/** What names an event among all. One event may hold several access vectors: the index tells them apart. */
export function eventKey(event: DenialEvent): string {
  return `${event.time.toFixed(3)}:${event.serial}:${event.class ?? ''}:${event.permissions.join('+')}`;
}

/** The group that an event belongs to. */
export function groupOf(event: DenialEvent, groups: ReadonlyMap<string, DenialGroup>): DenialGroup | undefined {
  const permissions = [...event.permissions].sort().join(' ');
  return [...groups.values()].find(
    (group) => group.sourceType === event.source?.type && group.targetType === event.target?.type && group.class === event.class && [...group.permissions].sort().join(' ') === permissions,
  );
}
