// SPDX-License-Identifier: Apache-2.0
/**
 * Folds records of accesses to distinct ones: by container, both contexts with their levels, class and permissions. What
 * single records no longer hold, the groups that are kept for longer give, with their latest record for the contexts.
 */

import type { DenialEvent, DenialGroup } from '../contract/model/denials/denial.ts';
import type { RecordedAccess } from '../contract/model/policy/replay.ts';
import { groupIdOf } from './denial-tally.ts';

export interface RecordFilter {
  /** Seconds since the epoch. */
  readonly since: number;
  readonly container?: string | undefined;
}

/** Limits the names to what helps to tell a service; a process may change its `comm` at will. */
const maxComms = 8;

/** The latest access comes first; what took place comes before what was denied. */
export function recordedAccesses(
  { since, container }: RecordFilter,
  events: readonly DenialEvent[],
  groups: readonly DenialGroup[],
): RecordedAccess[] {
  const isOf = (event: DenialEvent): boolean => container === undefined || event.container === container;
  const rows = new Map<string, RecordedAccess>();
  for (const event of events) {
    if (event.time < since || !isOf(event)) continue;
    const tookPlace = event.permissive === true || event.decision === 'granted';
    addTo(rows, event, {
      used: tookPlace ? 1 : 0,
      blocked: tookPlace ? 0 : 1,
      last: event.time,
      comms: event.comm === null ? [] : [event.comm],
    });
  }
  const held = new Set(events.filter(({ decision }) => decision === 'denied').map(groupIdOf));
  for (const { id, sample, count, notBlocked, last, comms } of groups)
    if (last >= since && !held.has(id) && isOf(sample))
      addTo(rows, sample, { used: notBlocked, blocked: count - notBlocked, last, comms });
  return [...rows.values()].sort(
    (one, other) => Number(other.used > 0) - Number(one.used > 0) || other.last - one.last,
  );
}

type Counted = Pick<RecordedAccess, 'used' | 'blocked' | 'last' | 'comms'>;

/** Passes over a record that does not hold a whole access. */
function addTo(rows: Map<string, RecordedAccess>, event: DenialEvent, counted: Counted): void {
  const { source, target, class: className, container } = event;
  if (source === null || target === null || className === null || event.permissions.length === 0) return;
  const permissions = event.permissions.toSorted();
  const key = JSON.stringify([container, Object.values(source), Object.values(target), className, permissions]);
  const known = rows.get(key);
  rows.set(key, {
    source,
    target,
    class: className,
    permissions,
    container,
    comms: [...new Set([...(known?.comms ?? []), ...counted.comms])].slice(0, maxComms),
    used: (known?.used ?? 0) + counted.used,
    blocked: (known?.blocked ?? 0) + counted.blocked,
    last: Math.max(known?.last ?? 0, counted.last),
  });
}
