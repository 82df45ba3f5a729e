// SPDX-License-Identifier: Apache-2.0
/**
 * What SELinux denied on the current host, and to containers on the other members of its cluster: groups, the latest
 * events, and how many were lost on the way.
 */

import { create } from 'zustand';
import { isOfHost } from '../../../contract/model/denials/cause-kind.ts';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { DenialEvent, DenialGroup, GroupedEvent } from '../../../contract/model/denials/denial.ts';
import type { Item } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { isOfDrill } from './model/drill-denials.ts';
import { registerFeed } from '../../host/feeds.ts';
import { onHostLeft } from '../../host/host-stores.ts';
import { viewOf } from '../../lib/map-view.ts';
import { followMembers, type MemberFeed } from '../members/follow-members.ts';
import { isInstanceOn, untilListed } from '../members/member-views.ts';
import { type DenialBook, joinEvents, joinGroups, ofInstances } from './model/joint-denials.ts';

/** Events kept in the window; older ones are counted in their groups only. */
const keptEvents = 4000;
const keptLatest = 8;

export interface DenialsState {
  readonly groups: ReadonlyMap<string, DenialGroup>;
  /** Lists the events, oldest first. */
  readonly events: readonly GroupedEvent[];
  /** The few groups that were hit last, the latest first; without those of drills, and the host's own. */
  readonly latest: readonly DenialGroup[];
  readonly lost: number;
  /** Says whether auditd of the host writes its log; null where none runs, or nothing was heard yet. */
  readonly auditLog: AuditLog | null;
}

const nothing: DenialsState = { groups: new Map(), events: [], latest: [], lost: 0, auditLog: null };

/** These grow in place; `groups` of the state is a new view of the first after each change. */
let groups = new Map<string, DenialGroup>();
let books = new Map<string, DenialBook>();

/** The host that is shown; others are members of its cluster, by their hosts. */
const own = '';

export const useDenials = create<DenialsState>(() => nothing);
registerFeed('denials', followDenials);
followMembers('denials', followThere);
onHostLeft(clearDenials);

async function followDenials(client: Client, onReady: () => void): Promise<void> {
  for await (const item of client.stream('denial.watch', { events: 1000 })) {
    takeDenials(item);
    onReady();
  }
}

async function followThere({ hostId, client, signal }: MemberFeed): Promise<void> {
  await untilListed(hostId, signal);
  for await (const item of client.stream('denial.watch', { events: 1000 }, { signal })) {
    if (signal.aborted) return;
    takeDenials(
      ofInstances(item, (name) => isInstanceOn(hostId, name)),
      hostId,
    );
  }
}

/** Takes what a host has sent: the one that is shown, unless another member of its cluster is named. */
export function takeDenials(item: Item<'denial.watch'>, source = own): void {
  const before = useDenials.getState();
  const known = item.type === 'snapshot' ? undefined : books.get(source);
  const gone = item.type === 'snapshot' ? [...(books.get(source)?.groups.keys() ?? [])] : [];
  const book: DenialBook = {
    groups: known?.groups ?? new Map<string, DenialGroup>(),
    events: [...(known?.events ?? []), ...item.events].slice(-keptEvents),
    lost: Math.max(known?.lost ?? 0, item.lost),
  };
  for (const group of item.groups) book.groups.set(group.id, group);
  books.set(source, book);
  const changed = [...gone, ...item.groups.map(({ id }) => id)].flatMap((id) => {
    const joint = joinGroups([...books.values()].flatMap((one) => one.groups.get(id) ?? []));
    if (joint === undefined) groups.delete(id);
    else groups.set(id, joint);
    return joint ?? [];
  });
  const isAlone = books.size === 1;
  useDenials.setState({
    groups: viewOf(groups),
    events: isAlone ? book.events : joinEvents([...books.values()].map(({ events }) => events)).slice(-keptEvents),
    latest: latestOf(
      before.latest.filter(({ id }) => groups.has(id)),
      changed,
    ),
    lost: [...books.values()].reduce((sum, { lost }) => sum + lost, 0),
    ...(source === own && { auditLog: item.auditLog }),
  });
}

/** The host whose helper knows a denial of this group, where that is not the one that is shown. */
export function memberOfDenial(group: string, container: string | null): string | undefined {
  if (container === null) return undefined;
  const knowing = [...books].flatMap(([source, book]) => {
    const known = book.groups.get(group);
    return known?.containers.includes(container) === true ? [{ source, last: known.last }] : [];
  });
  const latest = knowing.toSorted((left, right) => right.last - left.last)[0];
  return latest === undefined || latest.source === own ? undefined : latest.source;
}

function clearDenials(): void {
  groups = new Map();
  books = new Map();
  useDenials.setState(nothing);
}

/**
 * Gives the key of an event among all. A record may hold several access vectors: class and permissions distinguish
 * them.
 */
export function eventKey(event: DenialEvent): string {
  return `${event.time.toFixed(3)}:${event.serial}:${event.class ?? ''}:${event.permissions.join('+')}`;
}

/** The group in which an event is counted. */
export function groupOf({ group }: GroupedEvent): DenialGroup | undefined {
  return group === null ? undefined : groups.get(group);
}

/**
 * Gives the latest event of a group; that of one container, if one is wanted. Undefined when the container's are no
 * longer kept: another's would say what it did not do.
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
    .filter((group) => !isOfDrill(group) && !isOfHost(group))
    .sort((left, right) => right.last - left.last)
    .slice(0, keptLatest);
}
