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

export function createDenialSlots({ maxCounts = 100_000 }: { readonly maxCounts?: number } = {}): DenialSlots {
  const minutes = new Map<number, Counts>();
  const hours = new Map<number, Counts>();
  let size = 0;
  let newest = 0;

  function countsAt(time: number): Counts {
    const start = floorTo(time, minute);
    if (start > newest) {
      newest = start;
      age();
    }
    return start > newest - minutesFor ? within(minutes, start) : within(hours, floorTo(time, hour));
  }

  function add(counts: Counts, { group, container, blocked, notBlocked }: SlotCount): void {
    const byContainer = within(counts, group);
    const found = byContainer.get(container);
    if (found === undefined) {
      byContainer.set(container, { group, container, blocked, notBlocked });
      size += 1;
      return;
    }
    found.blocked += blocked;
    found.notBlocked += notBlocked;
  }

  /** Time has passed: counts that are too old for their slot move, or are dropped. */
  function age(): void {
    for (const start of minutes.keys()) if (start <= newest - minutesFor) becomeHour(start);
    for (const start of hours.keys()) if (start <= newest - keptFor) drop(hours, start);
  }

  function becomeHour(start: number): void {
    const moved = drop(minutes, start);
    const counts = within(hours, floorTo(start, hour));
    for (const count of moved) add(counts, count);
  }

  function forgetGroups(start: number): void {
    const moved = drop(hours, start);
    const counts = within(hours, start);
    for (const count of moved) add(counts, { ...count, group: null });
  }

  function drop(slots: Map<number, Counts>, start: number): SlotCount[] {
    const counts = [...countsOf(slots.get(start))];
    slots.delete(start);
    size -= counts.length;
    return counts;
  }

  /** A tenth more than is needed, so that a storm of ever new groups does not come here with each event. */
  function makeRoom(): void {
    const wanted = maxCounts * 0.9;
    for (const start of [...minutes.keys()].sort(ascending)) {
      if (size <= wanted) return;
      becomeHour(start);
    }
    for (const start of [...hours.keys()].sort(ascending)) {
      if (size <= wanted) return;
      forgetGroups(start);
    }
  }

  return {
    add({ time, container, permissive }, group) {
      const isNoted = permissive === true;
      add(countsAt(time), { group, container, blocked: isNoted ? 0 : 1, notBlocked: isNoted ? 1 : 0 });
      if (size > maxCounts) makeRoom();
    },
    timeline(range) {
      const table = createTimelineTable(range);
      for (const slots of [minutes, hours]) {
        for (const [start, counts] of slots)
          if (table.holds(start)) for (const count of countsOf(counts)) table.add(start, count);
      }
      return table.timeline();
    },
    get size() {
      return size;
    },
  };
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
