// SPDX-License-Identifier: Apache-2.0
/** What SELinux denied on the current host: groups, the latest events, and how many were lost on the way. */

import { create } from 'zustand';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { DenialEvent, DenialGroup, GroupedEvent } from '../../../contract/model/denials/denial.ts';
import type { Item } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { isOfDrill } from './model/drill-denials.ts';
import { registerFeed } from '../../host/feeds.ts';
import { onHostLeft } from '../../host/host-stores.ts';
import { viewOf } from '../../lib/map-view.ts';

/** Events kept in the window; older ones are counted in their groups only. */
const keptEvents = 4000;
const keptLatest = 8;

export interface DenialsState {
  readonly groups: ReadonlyMap<string, DenialGroup>;
  /** Oldest first. */
  readonly events: readonly GroupedEvent[];
  /** The few groups that were hit last, the latest first; without those of drills. */
  readonly latest: readonly DenialGroup[];
  readonly lost: number;
  /** Whether auditd of the host writes its log; null where none runs, or nothing was heard yet. */
  readonly auditLog: AuditLog | null;
}

const nothing: DenialsState = { groups: new Map(), events: [], latest: [], lost: 0, auditLog: null };

/** Grow in place; `groups` of the state is a new view of the first after each change. */
let groups = new Map<string, DenialGroup>();

export const useDenials = create<DenialsState>(() => nothing);
registerFeed('denials', followDenials);
onHostLeft(clearDenials);

async function followDenials(client: Client, onReady: () => void): Promise<void> {
  for await (const item of client.stream('denial.watch', { events: 1000 })) {
    takeDenials(item);
    onReady();
  }
}

export function takeDenials(item: Item<'denial.watch'>): void {
  if (item.type === 'snapshot') clearDenials();
  const before = useDenials.getState();
  for (const group of item.groups) {
    groups.set(group.id, group);
  }
  useDenials.setState({
    groups: viewOf(groups),
    events: [...before.events, ...item.events].slice(-keptEvents),
    latest: latestOf(before.latest, item.groups),
    lost: Math.max(before.lost, item.lost),
    auditLog: item.auditLog,
  });
}

function clearDenials(): void {
  groups = new Map();
  useDenials.setState(nothing);
}

/** The key of an event among all. A record may hold several access vectors: class and permissions distinguish them. */
export function eventKey(event: DenialEvent): string {
  return `${event.time.toFixed(3)}:${event.serial}:${event.class ?? ''}:${event.permissions.join('+')}`;
}

/** The group in which an event is counted. */
export function groupOf({ group }: GroupedEvent): DenialGroup | undefined {
  return group === null ? undefined : groups.get(group);
}

/**
 * The latest event of a group; that of one container, if one is wanted. Undefined when the container's are no longer
 * kept: another's would say what it did not do.
 */
export function sampleFor(
  group: DenialGroup,
  container: string | undefined,
  events: readonly GroupedEvent[],
): DenialEvent | undefined {
  if (container === undefined || group.sample.container === container) return group.sample;
  return events.findLast((event) => event.container === container && event.group === group.id);
}

function latestOf(before: readonly DenialGroup[], changed: readonly DenialGroup[]): readonly DenialGroup[] {
  const ids = new Set(changed.map(({ id }) => id));
  return [...changed, ...before.filter(({ id }) => !ids.has(id))]
    .filter((group) => !isOfDrill(group))
    .sort((left, right) => right.last - left.last)
    .slice(0, keptLatest);
}
