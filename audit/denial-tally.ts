/** One group of denials while it grows. */

import type { DenialEvent, DenialGroup } from '../contract/model/denial.ts';
import { type DenialReason, denialReason } from './denial-reason.ts';
import { groupId } from './group-id.ts';

export interface DenialTally {
  readonly id: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly class: string;
  readonly permissions: readonly string[];
  readonly containers: Set<string>;
  readonly comms: Set<string>;
  /** Grows with each event of any group. */
  touched: number;
  count: number;
  first: number;
  last: number;
  permissive: boolean;
  reason: DenialReason;
  sample: DenialEvent;
}

/** More names than anybody reads; a process may change its `comm` at will. */
const mostComms = 64;
const mostContainers = 1000;

/** A part that no record holds. */
export const absent = '?';

export function newTally(event: DenialEvent): DenialTally {
  const sourceType = event.source?.type ?? absent;
  const targetType = event.target?.type ?? absent;
  const permissions = event.permissions.toSorted();
  return {
    id: groupId([sourceType, targetType, event.class ?? absent, ...permissions].join(' ')),
    sourceType,
    targetType,
    class: event.class ?? absent,
    permissions,
    containers: new Set(),
    comms: new Set(),
    touched: 0,
    count: 0,
    first: event.time,
    last: event.time,
    permissive: true,
    reason: denialReason(event),
    sample: event,
  };
}

export function count(tally: DenialTally, event: DenialEvent): void {
  tally.count += 1;
  if (event.time < tally.first) tally.first = event.time;
  if (event.time >= tally.last) {
    tally.last = event.time;
    tally.sample = event;
  }
  if (event.permissive !== true) tally.permissive = false;
  if (tally.reason !== 'unknown' && denialReason(event) !== tally.reason) tally.reason = 'unknown';
  addName(tally.comms, event.comm, mostComms);
  addName(tally.containers, event.container, mostContainers);
}

export function groupOf(tally: DenialTally): DenialGroup {
  const { id, sourceType, targetType, first, last, permissive, reason, sample } = tally;
  return {
    id,
    sourceType,
    targetType,
    class: tally.class,
    permissions: [...tally.permissions],
    count: tally.count,
    first,
    last,
    containers: [...tally.containers],
    comms: [...tally.comms],
    permissive,
    reason,
    sample,
  };
}

function addName(names: Set<string>, name: string | null, most: number): void {
  if (name !== null && !names.has(name) && names.size < most) names.add(name);
}
