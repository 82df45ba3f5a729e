// SPDX-License-Identifier: Apache-2.0
/**
 * Adds counts up to the requested slots, few enough to be sent: above that number the smallest counts lose their group,
 * and none is left out.
 */

import type { DenialCell, DenialCounts } from '../../../../contract/model/denials/denial-timeline.ts';
import type { Params } from '../../../../contract/operations/index.ts';

export interface SlotCount {
  readonly group: string | null;
  readonly container: string | null;
  blocked: number;
  notBlocked: number;
}

export interface TimelineTable {
  /** True when a slot that begins then is asked for. */
  holds(start: number): boolean;
  add(start: number, count: SlotCount): void;
  timeline(): DenialCounts;
}

/** Some 70 bytes each on the wire. */
const maxCells = 20_000;

export function createTimelineTable({ to, slotMinutes, slots, container }: Params<'denial.timeline'>): TimelineTable {
  const slotSeconds = slotMinutes * 60;
  const from = (Math.floor(to / slotSeconds) - slots + 1) * slotSeconds;
  const groups = createIndex();
  const containers = createIndex();
  const cells = new Map<string, DenialCell>();

  function put(into: Map<string, DenialCell>, cell: DenialCell): void {
    const key = `${cell.slot} ${cell.group} ${cell.container}`;
    const found = into.get(key);
    if (found === undefined) {
      into.set(key, cell);
      return;
    }
    found.blocked += cell.blocked;
    found.notBlocked += cell.notBlocked;
  }

  /** Gives the cells: those with the greatest counts keep their group. */
  function sent(): DenialCell[] {
    if (cells.size <= maxCells) return [...cells.values()];
    const bySize = [...cells.values()].sort(
      (left, right) => right.blocked + right.notBlocked - left.blocked - left.notBlocked,
    );
    const anonymous = new Map<string, DenialCell>();
    for (const cell of bySize.slice(maxCells)) put(anonymous, { ...cell, group: null });
    return [...bySize.slice(0, maxCells), ...anonymous.values()];
  }

  return {
    holds: (start) => start >= from && start < from + slots * slotSeconds,
    add(start, count) {
      if (container !== undefined && count.container !== container) return;
      const slot = Math.floor((start - from) / slotSeconds);
      put(cells, {
        group: groups.of(count.group),
        container: containers.of(count.container),
        slot,
        blocked: count.blocked,
        notBlocked: count.notBlocked,
      });
    },
    timeline: () => ({ from, slotSeconds, slots, groups: groups.texts, containers: containers.texts, cells: sent() }),
  };
}

function createIndex(): { readonly texts: string[]; of(text: string | null): number | null } {
  const texts: string[] = [];
  const places = new Map<string, number>();
  return {
    texts,
    of(text) {
      if (text === null) return null;
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, texts.length);
      return texts.push(text) - 1;
    },
  };
}
