// SPDX-License-Identifier: Apache-2.0
/** Cuts denials to those of containers that may be seen. */

import type { DenialGroup, GroupedEvent } from '../../contract/model/denials/denial.ts';
import type { DenialTimeline } from '../../contract/model/denials/denial-timeline.ts';

type Sees = (container: string | null) => boolean;

/**
 * A group that others are in too keeps what its records say of the containers that may be seen; its counts and times stay
 * those of all. Without such a record it is left out.
 */
export function trimDenials<
  View extends { readonly groups: readonly DenialGroup[]; readonly events: readonly GroupedEvent[] },
>(view: View, sees: Sees): View {
  const events = view.events.filter(({ container }) => sees(container));
  const groups = view.groups.flatMap((group) => trimGroup(group, events, sees));
  return { ...view, events, groups };
}

function trimGroup(group: DenialGroup, events: readonly GroupedEvent[], sees: Sees): DenialGroup[] {
  const containers = group.containers.filter(sees);
  if (containers.length === 0) return [];
  if (containers.length === group.containers.length && sees(group.sample.container)) return [group];
  const latest = events.findLast((event) => event.group === group.id);
  if (!sees(group.sample.container) && latest === undefined) return [];
  const sample = sees(group.sample.container) || latest === undefined ? group.sample : withoutGroup(latest);
  return [{ ...group, containers, sample, comms: sample.comm === null ? [] : [sample.comm] }];
}

function withoutGroup({ group: _, ...event }: GroupedEvent): DenialGroup['sample'] {
  return event;
}

/** Counts of processes of the host are left out too. */
export function trimTimeline(timeline: DenialTimeline, sees: Sees): DenialTimeline {
  const kept = timeline.cells.filter(
    ({ container }) => container !== null && sees(timeline.containers[container] ?? null),
  );
  const containers = timeline.containers.filter(sees);
  const groups = timeline.groups.filter((_, index) => kept.some(({ group }) => group === index));
  const cells = kept.map((cell) => ({
    ...cell,
    container: containers.indexOf(timeline.containers[cell.container ?? -1] ?? ''),
    group: cell.group === null ? null : groups.indexOf(timeline.groups[cell.group] ?? ''),
  }));
  return { ...timeline, containers, groups, cells };
}
