// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the denials of this host, the latest events one by one and all of them counted in groups, and gives them to
 * requests and streams.
 * The groups, with the place of the log up to which they count, are kept across restarts; single events come from what
 * the log still holds.
 */

import { createDenialGroups, type DenialGroups } from '../../../../audit/denial-groups.ts';
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
  /** Whether auditd writes its log; without it the store reports nothing about that. */
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
  /** Where in which log an earlier start ended; undefined when nothing is known. */
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

export function createDenialStore({
  attribute,
  memory,
  maxEvents = 10_000,
  now = Date.now,
  onUnkept,
  onNew,
  auditLog,
}: DenialStoreOptions): DenialStore {
  const ring = createEventRing(maxEvents);
  const startedAt = now();
  const groups = createDenialGroups();
  const kept = memory?.load();
  groups.absorb(kept?.groups ?? []);
  const policyEvents: PolicyEvent[] = [];
  let lostRecords = kept?.lost ?? 0;
  let skippedLines = 0;
  const ingest = createIngest(
    { add, addPolicyEvent, skipped: () => (skippedLines += 1), lost: (count) => (lostRecords += count), save },
    now,
  );
  /** Groups that changed since they were kept last. */
  let changed = new Set<string>();
  let savedLost = lostOf();
  const slots = createDenialSlots();
  const counters = createDenialCounters();
  const watchers = new Set<Watcher>();

  function add(event: DenialEvent, isKnown: boolean): void {
    event.container = attribute(event);
    ring.add(event);
    if (!isKnown) counters.add(event);
    if (event.time * 1000 > startedAt) onNew?.();
    const groupId = isKnown ? groups.idOf(event) : groups.add(event);
    if (!isKnown && groupId !== undefined) changed.add(groupId);
    if (groupId !== undefined) slots.add(event, groupId);
    for (const watcher of watchers) if (isWanted(watcher.filter, event)) tell(watcher, event, groupId);
  }

  function addPolicyEvent(event: PolicyEvent): void {
    policyEvents.push(event);
    if (policyEvents.length > maxPolicyEvents) policyEvents.shift();
  }

  function lostOf(): number {
    return groups.lost + lostRecords;
  }

  /** When groups were dropped for space, the remaining ones are written again. */
  function save(position: string): void {
    const isAll = lostOf() !== savedLost;
    try {
      memory?.save({
        position,
        isAll,
        groups: isAll ? groups.groups() : changedGroups(groups, changed),
        lost: lostOf(),
      });
      savedLost = lostOf();
      changed = new Set();
    } catch (error) {
      onUnkept?.(error);
    }
  }

  function tell(watcher: Watcher, event: DenialEvent, groupId: string | undefined): void {
    watcher.feed.add(event, watcher.groups === groups ? groupId : watcher.groups.add(event));
  }

  function view(filter: DenialFilter, maxShown: number): DenialView {
    return viewOf(groupsFor(filter), filter, maxShown);
  }

  function viewOf(shown: DenialGroups, filter: DenialFilter, maxShown: number): DenialView {
    const events = ring.events().filter((event) => isWanted(filter, event));
    return {
      groups: shown.groups(),
      events:
        maxShown === 0 ? [] : events.slice(-maxShown).map((event) => ({ ...event, group: shown.idOf(event) ?? null })),
      lost: shown.lost + lostRecords,
      auditLog: stateOfLog(),
    };
  }

  function stateOfLog(): AuditLog | null {
    return auditLog?.current() ?? null;
  }

  /** The groups of all, or a separate set for a consumer that wants only some. */
  function groupsFor(filter: DenialFilter): DenialGroups {
    return filter.since === undefined && filter.container === undefined ? groups : groupsOf(filter, ring.events());
  }

  return {
    async query({ events, ...filter }) {
      return view(filter, events);
    },
    async *watch({ events, ...filter }, signal) {
      const watcher = { filter, groups: groupsFor(filter), feed: createDenialFeed() };
      watchers.add(watcher);
      const stopHearing = auditLog?.onChange(() => watcher.feed.poke());
      try {
        yield* inParts('snapshot', viewOf(watcher.groups, filter, events));
        for (
          let batch = await watcher.feed.next(signal);
          batch !== undefined;
          batch = await watcher.feed.next(signal)
        ) {
          yield* inParts('added', {
            events: batch.events,
            groups: changedGroups(watcher.groups, batch.changed),
            lost: watcher.groups.lost + watcher.feed.lost + lostRecords,
            auditLog: stateOfLog(),
          });
        }
      } finally {
        stopHearing?.();
        watchers.delete(watcher);
      }
    },
    counts: counters.counts,
    lost: lostOf,
    keptSince: ring.keptSince,
    ingest: (log) => ingest.run(log),
    save: () => ingest.save(),
    position: kept?.position,
    timeline(range) {
      const timeline = slots.timeline(range);
      const end = timeline.from + timeline.slots * timeline.slotSeconds;
      return { ...timeline, policyEvents: policyEvents.filter(({ time }) => time >= timeline.from && time < end) };
    },
    group({ group: id, container }) {
      const group = groups.group(id);
      if (group === undefined || container === undefined || group.sample.container === container) return group;
      const sample = ring
        .events()
        .findLast((event) => event.container === container && event.decision === 'denied' && groups.idOf(event) === id);
      return sample && { ...group, sample };
    },
    countByContainer(since) {
      const counts = new Map<string, number>();
      for (const { container, time, decision } of ring.events()) {
        if (container !== null && time >= since && decision === 'denied')
          counts.set(container, (counts.get(container) ?? 0) + 1);
      }
      return counts;
    },
    get skippedLines() {
      return skippedLines;
    },
  };
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
