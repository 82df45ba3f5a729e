// SPDX-License-Identifier: Apache-2.0
/** The denials of several hosts as one list. A group has the same id on every host. */

import type { DenialEvent, DenialGroup, GroupedEvent } from '../../../../contract/model/denials/denial.ts';
import type { Item, Result } from '../../../../contract/operations/index.ts';

/** What one host has said of its denials. */
export interface DenialBook {
  readonly groups: Map<string, DenialGroup>;
  /** Lists the events, oldest first. */
  readonly events: readonly GroupedEvent[];
  readonly lost: number;
}

type Timeline = Result<'denial.timeline'>;

/** What is about these containers. A group that others are in too is counted with them, as no host counts them apart. */
export function ofInstances(item: Item<'denial.watch'>, isInstance: (name: string) => boolean): Item<'denial.watch'> {
  const isOf = ({ container }: { readonly container: string | null }): boolean =>
    container !== null && isInstance(container);
  const events = item.events.filter(isOf);
  const groups = item.groups.flatMap((group) => {
    const containers = group.containers.filter(isInstance);
    const sample = isOf(group.sample) ? group.sample : latestIn(events, group.id);
    return containers.length === 0 || sample === undefined ? [] : [{ ...group, containers, sample }];
  });
  return { ...item, events, groups };
}

function latestIn(events: readonly GroupedEvent[], group: string): DenialEvent | undefined {
  const event = events.findLast((one) => one.group === group);
  if (event === undefined) return undefined;
  const { group: _group, ...sample } = event;
  return sample;
}

/** The groups of one id as one; undefined for none. */
export function joinGroups(groups: readonly DenialGroup[]): DenialGroup | undefined {
  const [first, ...others] = groups.toSorted((left, right) => right.last - left.last);
  if (first === undefined || others.length === 0) return first;
  const sum = (count: (group: DenialGroup) => number): number => groups.reduce((all, group) => all + count(group), 0);
  return {
    ...first,
    count: sum(({ count }) => count),
    notBlocked: sum(({ notBlocked }) => notBlocked),
    first: Math.min(...groups.map((group) => group.first)),
    containers: [...new Set(groups.flatMap(({ containers }) => containers))],
    comms: [...new Set(groups.flatMap(({ comms }) => comms))],
    permissive: groups.every(({ permissive }) => permissive),
  };
}

/** Each list has the oldest first, and so has the joint one. */
export function joinEvents(lists: readonly (readonly GroupedEvent[])[]): readonly GroupedEvent[] {
  return lists.flat().sort((left, right) => left.time - right.time);
}

/** Adds the counts of other members, of the same slots: those of the containers that `isInstance` names. */
export function joinTimelines(
  first: Timeline,
  others: readonly { readonly timeline: Timeline; readonly isInstance: (name: string) => boolean }[],
): Timeline {
  const groups = createIndex(first.groups);
  const containers = createIndex(first.containers);
  const cells = [...first.cells];
  for (const { timeline, isInstance } of others) {
    const shift = Math.round((timeline.from - first.from) / first.slotSeconds);
    for (const cell of timeline.cells) {
      const container = cell.container === null ? undefined : timeline.containers[cell.container];
      const slot = cell.slot + shift;
      if (container === undefined || !isInstance(container) || slot < 0 || slot >= first.slots) continue;
      const group = cell.group === null ? undefined : timeline.groups[cell.group];
      cells.push({
        ...cell,
        slot,
        group: group === undefined ? null : groups.placeOf(group),
        container: containers.placeOf(container),
      });
    }
  }
  return { ...first, groups: groups.list, containers: containers.list, cells };
}

/** A list that grows by what is not in it yet. */
function createIndex(first: readonly string[]): {
  readonly list: string[];
  readonly placeOf: (value: string) => number;
} {
  const list = [...first];
  const places = new Map(list.map((value, place) => [value, place]));
  return {
    list,
    placeOf(value) {
      let place = places.get(value);
      if (place === undefined) {
        place = list.push(value) - 1;
        places.set(value, place);
      }
      return place;
    },
  };
}
