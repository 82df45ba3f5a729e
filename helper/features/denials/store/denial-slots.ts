// SPDX-License-Identifier: Apache-2.0
/**
 * Counts denials in slots of time, by group and container, longer than single events are kept: by the minute for some
 * hours, then by the hour. The size is limited: with too many different counts, the oldest minutes become hours early,
 * and the oldest hours lose their groups. No count is lost within the days that are kept.
 */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import type { DenialCounts } from '../../../../contract/model/denials/denial-timeline.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { createTimelineTable, type SlotCount } from './timeline-table.ts';

export interface DenialSlots {
  add(event: Pick<DenialEvent, 'time' | 'container' | 'permissive'>, groupId: string): void;
  timeline(range: Params<'denial.timeline'>): DenialCounts;
  /** Different counts that are kept. */
  readonly size: number;
}

/** Counts are kept by group, then by container. */
type Counts = Map<string | null, Map<string | null, SlotCount>>;

const minute = 60;
const hour = 3600;
/** How long minutes stay minutes, and how long anything is kept. */
const minutesFor = 8 * hour;
const keptFor = 8 * 24 * hour;

interface SlotsState {
  readonly maxCounts: number;
  readonly minutes: Map<number, Counts>;
  readonly hours: Map<number, Counts>;
  size: number;
  newest: number;
}

export function createDenialSlots({ maxCounts = 100_000 }: { readonly maxCounts?: number } = {}): DenialSlots {
  const slots: SlotsState = {
    maxCounts,
    minutes: new Map<number, Counts>(),
    hours: new Map<number, Counts>(),
    size: 0,
    newest: 0,
  };
  return {
    add({ time, container, permissive }, group) {
      const isNoted = permissive === true;
      addCount(slots, findCounts(slots, time), {
        group,
        container,
        blocked: isNoted ? 0 : 1,
        notBlocked: isNoted ? 1 : 0,
      });
      if (slots.size > slots.maxCounts) makeRoom(slots);
    },
    timeline: (range) => timeline(slots, range),
    get size() {
      return slots.size;
    },
  };
}

function findCounts(slots: SlotsState, time: number): Counts {
  const start = floorTo(time, minute);
  if (start > slots.newest) {
    slots.newest = start;
    age(slots);
  }
  return start > slots.newest - minutesFor ? within(slots.minutes, start) : within(slots.hours, floorTo(time, hour));
}

function addCount(slots: SlotsState, counts: Counts, { group, container, blocked, notBlocked }: SlotCount): void {
  const byContainer = within(counts, group);
  const found = byContainer.get(container);
  if (found === undefined) {
    byContainer.set(container, { group, container, blocked, notBlocked });
    slots.size += 1;
    return;
  }
  found.blocked += blocked;
  found.notBlocked += notBlocked;
}

/** Time has passed: counts that are too old for their slot move, or are dropped. */
function age(slots: SlotsState): void {
  for (const start of slots.minutes.keys()) if (start <= slots.newest - minutesFor) becomeHour(slots, start);
  for (const start of slots.hours.keys()) if (start <= slots.newest - keptFor) drop(slots, slots.hours, start);
}

function becomeHour(slots: SlotsState, start: number): void {
  const moved = drop(slots, slots.minutes, start);
  const counts = within(slots.hours, floorTo(start, hour));
  for (const count of moved) addCount(slots, counts, count);
}

function forgetGroups(slots: SlotsState, start: number): void {
  const moved = drop(slots, slots.hours, start);
  const counts = within(slots.hours, start);
  for (const count of moved) addCount(slots, counts, { ...count, group: null });
}

function drop(slots: SlotsState, dropped: Map<number, Counts>, start: number): SlotCount[] {
  const counts = [...countsOf(dropped.get(start))];
  dropped.delete(start);
  slots.size -= counts.length;
  return counts;
}

/** A tenth more than is needed, so that a storm of ever new groups does not come here with each event. */
function makeRoom(slots: SlotsState): void {
  const wanted = slots.maxCounts * 0.9;
  for (const start of [...slots.minutes.keys()].sort(ascending)) {
    if (slots.size <= wanted) return;
    becomeHour(slots, start);
  }
  for (const start of [...slots.hours.keys()].sort(ascending)) {
    if (slots.size <= wanted) return;
    forgetGroups(slots, start);
  }
}

function timeline({ minutes, hours }: SlotsState, range: Params<'denial.timeline'>): DenialCounts {
  const table = createTimelineTable(range);
  for (const slots of [minutes, hours]) {
    for (const [start, counts] of slots)
      if (table.holds(start)) for (const count of countsOf(counts)) table.add(start, count);
  }
  return table.timeline();
}

function* countsOf(counts: Counts | undefined): Generator<SlotCount, void, undefined> {
  for (const byContainer of counts?.values() ?? []) yield* byContainer.values();
}

function within<Key, Inner, Value>(slots: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const found = slots.get(key);
  if (found !== undefined) return found;
  const made = new Map<Inner, Value>();
  slots.set(key, made);
  return made;
}

function floorTo(time: number, step: number): number {
  return Math.floor(time / step) * step;
}

function ascending(left: number, right: number): number {
  return left - right;
}
