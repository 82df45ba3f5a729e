// SPDX-License-Identifier: Apache-2.0
/**
 * Groups denials by source type, target type, class and permissions. The number of groups is bounded: the groups
 * without an event for the longest time are dropped for new ones, and their events count as lost.
 */

import type { DenialEvent, DenialGroup } from '../contract/model/denials/denial.ts';
import { absent, absorbGroup, count, type DenialTally, groupOf, newTally, offerSample } from './denial-tally.ts';

/** The parts of an event that decide its group. */
type GroupParts = Pick<DenialEvent, 'source' | 'target' | 'class' | 'permissions'>;

export interface DenialGroups {
  /** Returns the id of the event's group; undefined for an access that was granted, which is no denial. */
  add(event: DenialEvent): string | undefined;
  /**
   * The group of an event of these parts, without counting it, for a caller that counts itself and calls `touch`.
   * `event` is called when there is no such group yet; when it gives undefined, no group begins.
   */
  tally(parts: GroupParts, event: () => DenialEvent | undefined): DenialTally | undefined;
  /** Records that an event of this group was counted. */
  touch(tally: DenialTally): void;
  /** Offers an event that was counted before as the sample of its group. */
  offerSample(event: DenialEvent): void;
  /** The id of the event's group, if there is one. */
  idOf(event: DenialEvent): string | undefined;
  /**
   * Takes over the groups of a later part of the same log. When there is no room for all of them it takes none and
   * returns false, because otherwise the counts would depend on where the log was cut.
   */
  absorb(later: readonly DenialGroup[]): boolean;
  /** The group with the latest event comes first. */
  groups(): DenialGroup[];
  /** Undefined when there is no such group, or it was dropped. */
  group(id: string): DenialGroup | undefined;
  /** True when a further group would drop others. */
  readonly isFull: boolean;
  /** Events of groups that were dropped. */
  readonly lost: number;
}

/**
 * By source type, target type, class and sorted permissions. The hash of each of these texts is known already; a joined
 * key would have to be hashed again for each event.
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

  /**
   * Drops the tenth of the groups without an event for the longest time, so that a storm of new groups costs little for
   * each.
   */
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
