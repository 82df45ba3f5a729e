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

interface GroupsState {
  readonly maxGroups: number;
  tree: TallyTree;
  /** Holds the tallies of the tree by the ids of their groups. */
  tallies: Map<string, DenialTally>;
  lost: number;
  /** Events that were counted so far; the order in which groups were touched follows from it. */
  added: number;
}

export function createDenialGroups({ maxGroups = 10_000 }: { readonly maxGroups?: number } = {}): DenialGroups {
  const state: GroupsState = { maxGroups, tree: new Map(), tallies: new Map(), lost: 0, added: 0 };

  return {
    add: (event) => addEvent(state, event),
    tally: (parts, event) => tallyOf(state, parts, event),
    touch: (tally) => touch(state, tally),
    offerSample(event) {
      const tally = findTally(state, event);
      if (tally !== undefined) offerSample(tally, event);
    },
    idOf: (event) => findTally(state, event)?.id,
    absorb: (later) => absorb(state, later),
    groups() {
      return [...state.tallies.values()].sort((a, b) => b.last - a.last || (a.id < b.id ? -1 : 1)).map(groupOf);
    },
    group(id) {
      const tally = state.tallies.get(id);
      return tally === undefined ? undefined : groupOf(tally);
    },
    get isFull() {
      return state.tallies.size >= maxGroups;
    },
    get lost() {
      return state.lost;
    },
  };
}

function addEvent(state: GroupsState, event: DenialEvent): string | undefined {
  if (event.decision === 'granted') return undefined;
  const tally = tallyOfEvent(state, event);
  count(tally, event);
  touch(state, tally);
  return tally.id;
}

function absorb(state: GroupsState, later: readonly DenialGroup[]): boolean {
  const fresh = later.filter(({ id }) => !state.tallies.has(id));
  if (state.lost > 0 || state.tallies.size + fresh.length > state.maxGroups) return false;
  for (const group of later) absorbGroup(tallyOfEvent(state, group.sample), group);
  return true;
}

function findTally({ tree }: GroupsState, event: DenialEvent): DenialTally | undefined {
  return branchOf(tree, event).get(permissionKey(event.permissions));
}

function tallyOf(
  state: GroupsState,
  parts: GroupParts,
  eventOf: () => DenialEvent | undefined,
): DenialTally | undefined {
  const found = branchOf(state.tree, parts).get(permissionKey(parts.permissions));
  if (found !== undefined) return found;
  const event = eventOf();
  return event === undefined ? undefined : begin(state, parts, event);
}

function tallyOfEvent(state: GroupsState, event: DenialEvent): DenialTally {
  return findTally(state, event) ?? begin(state, event, event);
}

/** Begins the group of these parts, with this event as its sample. */
function begin({ tree, tallies }: GroupsState, parts: GroupParts, event: DenialEvent): DenialTally {
  const tally = newTally(event);
  branchOf(tree, parts).set(permissionKey(parts.permissions), tally);
  tallies.set(tally.id, tally);
  return tally;
}

function touch(state: GroupsState, tally: DenialTally): void {
  state.added += 1;
  tally.touched = state.added;
  if (state.tallies.size > state.maxGroups) makeRoom(state);
}

/**
 * Drops the tenth of the groups without an event for the longest time, so that a storm of new groups costs little for
 * each.
 */
function makeRoom(state: GroupsState): void {
  const byUse = [...state.tallies.values()].sort((a, b) => b.touched - a.touched);
  const kept = byUse.slice(0, Math.floor(state.maxGroups * 0.9));
  for (const quiet of byUse.slice(kept.length)) state.lost += quiet.count;
  state.tree = new Map();
  state.tallies = new Map();
  for (const tally of kept) {
    branchOf(state.tree, tally.sample).set(permissionKey(tally.sample.permissions), tally);
    state.tallies.set(tally.id, tally);
  }
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
