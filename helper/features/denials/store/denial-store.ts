// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the denials of this host, the latest events one by one and all of them counted in groups, and gives them to
 * requests and streams.
 * The groups, with the place of the log up to which they count, are kept across restarts; single events come from what
 * the log still holds.
 */

import { createDenialGroups, type DenialGroups } from '../../../../audit/denial-groups.ts';
import { recordedAccesses } from '../../../../audit/recorded-accesses.ts';
import type { AuditLog } from '../../../../contract/model/denials/audit-log.ts';
import type { DenialCase, DenialEvent, DenialGroup } from '../../../../contract/model/denials/denial.ts';
import type { PolicyEvent } from '../../../../contract/model/policy/policy-event.ts';
import type { Item } from '../../../../contract/operations/index.ts';
import { chunksOf } from './chunks.ts';
import { createDenialFeed, type DenialFeed } from './denial-feed.ts';
import { createDenialCounters } from './denial-counters.ts';
import { createIngest } from './denial-ingest.ts';
import type { DenialMemory } from './denial-memory.ts';
import { createDenialSlots } from './denial-slots.ts';
import { type DenialFilter, type DenialView, groupsOf, isWanted } from './denial-view.ts';
import { createEventRing } from './event-ring.ts';
import type { FollowItem } from '../follow/follow-item.ts';
import type { Denials } from '../ports.ts';
import type { AuditLogWatch } from '../../host/ports.ts';

export interface DenialStoreOptions {
  /**
   * Name of the container that the event's source process belongs to; null when it belongs to none. Asked once for each
   * event, when it comes.
   */
  readonly attribute: (event: DenialEvent) => string | null;
  readonly maxEvents?: number;
  /** Says whether auditd writes its log; without it the store reports nothing about that. */
  readonly auditLog?: Pick<AuditLogWatch, 'current' | 'onChange'>;
  /** Keeps the groups across restarts; without it the log is the only source. */
  readonly memory?: DenialMemory;
  readonly now?: () => number;
  /** Called when the groups could not be kept; they are written again with the next ones. */
  readonly onUnkept?: (error: unknown) => void;
  /** Called for each event that comes, but not for those of the past. */
  readonly onNew?: () => void;
}

export interface DenialStore extends Omit<Denials, 'explain'> {
  /** Reads until the log ends; a followed log ends when its signal aborts. */
  ingest(log: AsyncIterable<FollowItem>): Promise<void>;
  /** An earlier start ended there, in that log; undefined when nothing is known. */
  readonly position: string | undefined;
  /** Keeps what is counted by now; call it before the database is closed. */
  save(): void;
  /** Denials of each container since a time, as far back as single events are kept. */
  countByContainer(since: number): ReadonlyMap<string, number>;
  /**
   * A group as it is now, with the latest event of all or of one container as its sample; undefined when it does not
   * exist, or no longer.
   */
  group(one: DenialCase): DenialGroup | undefined;
  /** Lines of the log that could not be read. */
  readonly skippedLines: number;
}

interface Watcher {
  readonly filter: DenialFilter;
  readonly groups: DenialGroups;
  readonly feed: DenialFeed;
}

/** The number of loads and changes of the policy that are kept: more than anybody reads. */
const maxPolicyEvents = 1000;

interface StoreState {
  readonly options: DenialStoreOptions;
  readonly ring: ReturnType<typeof createEventRing>;
  readonly groups: DenialGroups;
  readonly slots: ReturnType<typeof createDenialSlots>;
  readonly counters: ReturnType<typeof createDenialCounters>;
  readonly watchers: Set<Watcher>;
  readonly policyEvents: PolicyEvent[];
  /** Milliseconds since the epoch; events before it are of the past. */
  readonly startedAt: number;
  /** Ids of the groups that changed since they were kept last. */
  changed: Set<string>;
  lostRecords: number;
  /** The number of lost events when the groups were kept last. */
  savedLost: number;
  skippedLines: number;
}

export function createDenialStore(options: DenialStoreOptions): DenialStore {
  const { memory, maxEvents = 10_000, now = Date.now } = options;
  const kept = memory?.load();
  const groups = createDenialGroups();
  groups.absorb(kept?.groups ?? []);
  const lostRecords = kept?.lost ?? 0;
  const store: StoreState = {
    options,
    ring: createEventRing(maxEvents),
    groups,
    slots: createDenialSlots(),
    counters: createDenialCounters(),
    watchers: new Set(),
    policyEvents: [],
    startedAt: now(),
    changed: new Set(),
    lostRecords,
    savedLost: groups.lost + lostRecords,
    skippedLines: 0,
  };
  const ingest = createIngest(
    {
      add: (event, isKnown) => addEvent(store, event, isKnown),
      addPolicyEvent: (event) => addPolicyEvent(store, event),
      skipped: () => (store.skippedLines += 1),
      lost: (count) => (store.lostRecords += count),
      save: (position) => save(store, position),
    },
    now,
  );

  return {
    query: async ({ events, ...filter }) => viewOf(store, groupsFor(store, filter), { filter, maxShown: events }),
    watch: ({ events, ...filter }, signal) => watch(store, { filter, maxShown: events }, signal),
    counts: store.counters.counts,
    lost: () => lostOf(store),
    keptSince: store.ring.keptSince,
    oldest: () => store.ring.events()[0]?.time ?? null,
    recorded: (filter) => recordedAccesses(filter, store.ring.events(), groups.groups()),
    ingest: (log) => ingest.run(log),
    save: () => ingest.save(),
    position: kept?.position,
    timeline: (range) => timelineOf(store, range),
    group: (one) => groupOf(store, one),
    countByContainer: (since) => countByContainer(store, since),
    get skippedLines() {
      return store.skippedLines;
    },
  };
}

/** `isKnown`: the event is counted in the groups that were kept. */
function addEvent(store: StoreState, event: DenialEvent, isKnown: boolean): void {
  const { options, ring, counters, groups, watchers } = store;
  event.container = options.attribute(event);
  ring.add(event);
  if (!isKnown) counters.add(event);
  if (event.time * 1000 > store.startedAt) options.onNew?.();
  const groupId = isKnown ? groups.idOf(event) : groups.add(event);
  if (!isKnown && groupId !== undefined) store.changed.add(groupId);
  if (groupId !== undefined) store.slots.add(event, groupId);
  for (const { filter, feed, groups: ofWatcher } of watchers)
    if (isWanted(filter, event)) feed.add(event, ofWatcher === groups ? groupId : ofWatcher.add(event));
}

function addPolicyEvent({ policyEvents }: StoreState, event: PolicyEvent): void {
  policyEvents.push(event);
  if (policyEvents.length > maxPolicyEvents) policyEvents.shift();
}

function lostOf({ groups, lostRecords }: StoreState): number {
  return groups.lost + lostRecords;
}

/** Keeps the groups that changed; when groups were dropped for space, all that remain are written again. */
function save(store: StoreState, position: string): void {
  const { options, groups, changed } = store;
  const lost = lostOf(store);
  const isAll = lost !== store.savedLost;
  try {
    options.memory?.save({
      position,
      isAll,
      groups: isAll ? groups.groups() : changedGroups(groups, changed),
      lost,
    });
    store.savedLost = lost;
    store.changed = new Set();
  } catch (error) {
    options.onUnkept?.(error);
  }
}

/** What a consumer wants to see. */
interface Wanted {
  readonly filter: DenialFilter;
  /** The largest number of single events. */
  readonly maxShown: number;
}

function viewOf(store: StoreState, shown: DenialGroups, { filter, maxShown }: Wanted): DenialView {
  const events = store.ring.events().filter((event) => isWanted(filter, event));
  return {
    groups: shown.groups(),
    events:
      maxShown === 0 ? [] : events.slice(-maxShown).map((event) => ({ ...event, group: shown.idOf(event) ?? null })),
    lost: shown.lost + store.lostRecords,
    auditLog: stateOfLog(store),
  };
}

function stateOfLog({ options }: StoreState): AuditLog | null {
  return options.auditLog?.current() ?? null;
}

/** Gives the groups of all, or a separate set for a consumer that wants only some. */
function groupsFor({ groups, ring }: StoreState, filter: DenialFilter): DenialGroups {
  return filter.since === undefined && filter.container === undefined ? groups : groupsOf(filter, ring.events());
}

async function* watch(store: StoreState, wanted: Wanted, signal: AbortSignal): ReturnType<DenialStore['watch']> {
  const { watchers, options } = store;
  const { filter } = wanted;
  const watcher = { filter, groups: groupsFor(store, filter), feed: createDenialFeed() };
  const { groups, feed } = watcher;
  watchers.add(watcher);
  const stopHearing = options.auditLog?.onChange(() => feed.poke());
  try {
    yield* inParts('snapshot', viewOf(store, groups, wanted));
    for (let batch = await feed.next(signal); batch !== undefined; batch = await feed.next(signal)) {
      yield* inParts('added', {
        events: batch.events,
        groups: changedGroups(groups, batch.changed),
        lost: groups.lost + feed.lost + store.lostRecords,
        auditLog: stateOfLog(store),
      });
    }
  } finally {
    stopHearing?.();
    watchers.delete(watcher);
  }
}

function timelineOf(
  { slots, policyEvents }: StoreState,
  range: Parameters<DenialStore['timeline']>[0],
): ReturnType<DenialStore['timeline']> {
  const timeline = slots.timeline(range);
  const end = timeline.from + timeline.slots * timeline.slotSeconds;
  return { ...timeline, policyEvents: policyEvents.filter(({ time }) => time >= timeline.from && time < end) };
}

function groupOf({ groups, ring }: StoreState, { group: id, container }: DenialCase): DenialGroup | undefined {
  const group = groups.group(id);
  if (group === undefined || container === undefined || group.sample.container === container) return group;
  const sample = ring
    .events()
    .findLast((event) => event.container === container && event.decision === 'denied' && groups.idOf(event) === id);
  return sample && { ...group, sample };
}

function countByContainer({ ring }: StoreState, since: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { container, time, decision } of ring.events()) {
    if (container !== null && time >= since && decision === 'denied')
      counts.set(container, (counts.get(container) ?? 0) + 1);
  }
  return counts;
}

/** The largest number of groups in one message: ten thousand of them would exceed the length of a message. */
const maxGroupsAtOnce = 2000;

/** What does not fit into the first message comes as further changes. */
function* inParts(type: 'snapshot' | 'added', view: DenialView): Generator<Item<'denial.watch'>, void, undefined> {
  const [first = [], ...further] = chunksOf(view.groups, maxGroupsAtOnce);
  yield { ...view, type, groups: first };
  for (const groups of further) yield { ...view, type: 'added', groups, events: [] };
}

function changedGroups(groups: DenialGroups, changed: ReadonlySet<string>): DenialGroup[] {
  return [...changed].flatMap((id) => groups.group(id) ?? []);
}
