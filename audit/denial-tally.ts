// SPDX-License-Identifier: Apache-2.0
/** Counts the denials of one group while it grows. */

import type { DenialEvent, DenialGroup } from '../contract/model/denials/denial.ts';
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
  notBlocked: number;
  reason: DenialReason;
  sample: DenialEvent;
}

/** Limits the names to more than anybody reads; a process may change its `comm` at will. */
const maxComms = 64;
const maxContainers = 1000;

/** A part that no record holds. */
export const absent = '?';

/** The id of the group in which a denial of these parts is counted. */
export function groupIdOf({
  source,
  target,
  class: className,
  permissions,
}: Pick<DenialEvent, 'source' | 'target' | 'class' | 'permissions'>): string {
  const sorted = permissions.length === 1 ? permissions : permissions.toSorted();
  return groupId([source?.type ?? absent, target?.type ?? absent, className ?? absent, ...sorted].join(' '));
}

export function newTally(event: DenialEvent): DenialTally {
  const sourceType = event.source?.type ?? absent;
  const targetType = event.target?.type ?? absent;
  const permissions = event.permissions.toSorted();
  return {
    id: groupIdOf(event),
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
    notBlocked: 0,
    reason: denialReason(event),
    sample: event,
  };
}

/** How many events, and when the first and the last of them were. */
export interface Counted {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** How many of them were only noted; left out where all of them were, or none. */
  readonly notBlocked?: number;
}

/** What else a group takes of events, their samples aside. */
export interface CountedParts {
  readonly permissive: boolean;
  readonly reason: DenialReason;
  readonly comm: string | null;
  readonly container: string | null;
}

export function count(tally: DenialTally, event: DenialEvent): void {
  const reason = tally.reason === 'unknown' ? 'unknown' : denialReason(event);
  countParts(
    tally,
    { permissive: event.permissive === true, reason, comm: event.comm, container: event.container },
    { count: 1, first: event.time, last: event.time },
  );
  offerSample(tally, event);
}

/** Adds what a group of the same kind counted in a later part of the log. */
export function absorbGroup(tally: DenialTally, group: DenialGroup): void {
  countParts(tally, { permissive: group.permissive, reason: group.reason, comm: null, container: null }, group);
  for (const comm of group.comms) addName(tally.comms, comm, maxComms);
  for (const container of group.containers) addName(tally.containers, container, maxContainers);
  offerSample(tally, group.sample);
}

export function countParts(
  tally: DenialTally,
  parts: CountedParts,
  { count, first, last, notBlocked = parts.permissive ? count : 0 }: Counted,
): void {
  tally.count += count;
  tally.notBlocked += notBlocked;
  if (first < tally.first) tally.first = first;
  if (last > tally.last) tally.last = last;
  if (!parts.permissive) tally.permissive = false;
  if (parts.reason !== tally.reason) tally.reason = 'unknown';
  addName(tally.comms, parts.comm, maxComms);
  addName(tally.containers, parts.container, maxContainers);
}

/** The sample is the latest event by time and serial, in whichever order they come. */
export function offerSample(tally: DenialTally, event: DenialEvent): void {
  const { time, serial } = tally.sample;
  if (event.time > time || (event.time === time && event.serial >= serial)) tally.sample = event;
}

export function groupOf(tally: DenialTally): DenialGroup {
  const { id, sourceType, targetType, first, last, permissive, notBlocked, reason, sample } = tally;
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
    notBlocked,
    reason,
    sample,
  };
}

function addName(names: Set<string>, name: string | null, most: number): void {
  if (name !== null && !names.has(name) && names.size < most) names.add(name);
}
