// SPDX-License-Identifier: Apache-2.0
/**
 * Groups denials by source type, target type, class and permissions. Bounded: the groups that were quiet the longest
 * make room for new ones, and their events count as lost.
 */

import type { DenialEvent, DenialGroup } from '../contract/model/denial.ts';
import { absent, absorbGroup, count, type DenialTally, groupOf, newTally, offerSample } from './denial-tally.ts';

/** What of an event decides its group. */
export type GroupParts = Pick<DenialEvent, 'source' | 'target' | 'class' | 'permissions'>;

export interface DenialGroups {
  /** Returns the id of the event's group; undefined for an access that was granted, which is no denial. */
  add(event: DenialEvent): string | undefined;
  /**
   * The group of an event of these parts, without counting it: for one who counts by himself and calls `touch`. The
   * event is asked for when there is no such group yet; without it none begins.
   */
  tally(parts: GroupParts, event: () => DenialEvent | undefined): DenialTally | undefined;
  /** Notes that an event of this group was counted. */
  touch(tally: DenialTally): void;
  /** Offers an event that was counted before as its group's sample. */
  offerSample(event: DenialEvent): void;
  /** The id of the event's group, if there is one. */
  idOf(event: DenialEvent): string | undefined;
  /**
   * Takes over the groups of a later part of the same log. False, and nothing is taken, when there is no room for all:
   * then the counts would depend on how the log was cut.
   */
  absorb(later: readonly DenialGroup[]): boolean;
  /** The group that was hit last comes first. */
  groups(): DenialGroup[];
  /** Undefined when there is none, or none any more. */
  group(id: string): DenialGroup | undefined;
  /** A further group takes the room of others. */
  readonly isFull: boolean;
  /** Events of groups that had to make room. */
  readonly lost: number;
}

/**
 * By source type, target type, class and sorted permissions: each text's hash is known already, where a joined key
 * would be hashed anew for each event.
 */
type TallyTree = Map<string, Map<string, Map<string, Map<string, DenialTally>>>>;

export function createDenialGroups({ maxGroups = 10_000 }: { readonly maxGroups?: number } = {}): DenialGroups {
  let tree: TallyTree = new Map();
  let tallies = new Map<string, DenialTally>();
  let lost = 0;
  let added = 0;

  function known(event: DenialEvent): DenialTally | undefined {
    return branchOf(tree, event).get(permissionKey(event.permissions));
  }

  function tallyOf(parts: GroupParts, eventOf: () => DenialEvent | undefined): DenialTally | undefined {
    const branch = branchOf(tree, parts);
    const permissions = permissionKey(parts.permissions);
    const found = branch.get(permissions);
    if (found !== undefined) return found;
    const event = eventOf();
    return event === undefined ? undefined : begin(branch, permissions, event);
  }

  function begin(branch: Map<string, DenialTally>, permissions: string, event: DenialEvent): DenialTally {
    const tally = newTally(event);
    branch.set(permissions, tally);
    tallies.set(tally.id, tally);
    return tally;
  }

  function tallyOfEvent(event: DenialEvent): DenialTally {
    const permissions = permissionKey(event.permissions);
    const branch = branchOf(tree, event);
    return branch.get(permissions) ?? begin(branch, permissions, event);
  }

  function touch(tally: DenialTally): void {
    added += 1;
    tally.touched = added;
    if (tallies.size > maxGroups) makeRoom();
  }

  /** Drops the tenth that was quiet the longest: so a storm of ever new groups costs little for each. */
  function makeRoom(): void {
    const byUse = [...tallies.values()].sort((a, b) => b.touched - a.touched);
    const kept = byUse.slice(0, Math.floor(maxGroups * 0.9));
    for (const quiet of byUse.slice(kept.length)) {
      lost += quiet.count;
    }
    tree = new Map();
    tallies = new Map();
    for (const tally of kept) {
      branchOf(tree, tally.sample).set(permissionKey(tally.sample.permissions), tally);
      tallies.set(tally.id, tally);
    }
  }

  return {
    add(event) {
      if (event.decision === 'granted') return undefined;
      const tally = tallyOfEvent(event);
      count(tally, event);
      touch(tally);
      return tally.id;
    },
    tally: tallyOf,
    touch,
    offerSample(event) {
      const tally = known(event);
      if (tally !== undefined) offerSample(tally, event);
    },
    idOf: (event) => known(event)?.id,
    absorb(later) {
      const fresh = later.filter(({ id }) => !tallies.has(id));
      if (lost > 0 || tallies.size + fresh.length > maxGroups) return false;
      for (const group of later) absorbGroup(tallyOfEvent(group.sample), group);
      return true;
    },
    groups() {
      return [...tallies.values()].sort((a, b) => b.last - a.last || (a.id < b.id ? -1 : 1)).map(groupOf);
    },
    group(id) {
      const tally = tallies.get(id);
      return tally === undefined ? undefined : groupOf(tally);
    },
    get isFull() {
      return tallies.size >= maxGroups;
    },
    get lost() {
      return lost;
    },
  };
}

function branchOf(tree: TallyTree, event: GroupParts): Map<string, DenialTally> {
  const byTarget = below(tree, event.source?.type ?? absent);
  return below(below(byTarget, event.target?.type ?? absent), event.class ?? absent);
}

function below<Value>(parent: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const found = parent.get(key);
  if (found !== undefined) return found;
  const made = new Map<string, Value>();
  parent.set(key, made);
  return made;
}

function permissionKey(permissions: readonly string[]): string {
  return permissions.length === 1 ? (permissions[0] ?? '') : permissions.toSorted().join(' ');
}
