// SPDX-License-Identifier: Apache-2.0
/**
 * Denials that a drill caused on purpose: those of its throw-away containers. A cause that other containers share with
 * them stays, as theirs.
 */

import type { DenialEvent, DenialGroup } from '../../../../contract/model/denials/denial.ts';
import type { DenialTimeline } from '../../../../contract/model/denials/denial-timeline.ts';
import { isDrillContainer } from '../../../../contract/rules/drill-containers.ts';

/** True when all that was denied for this cause was denied to a drill. */
export function isOfDrill({ containers }: Pick<DenialGroup, 'containers'>): boolean {
  return containers.length > 0 && containers.every(isDrillContainer);
}

export function isDrillEvent({ container }: Pick<DenialEvent, 'container'>): boolean {
  return container !== null && isDrillContainer(container);
}

/** How many denials the causes of drills have. */
export function countOfDrill(groups: Iterable<DenialGroup>): number {
  let count = 0;
  for (const group of groups) if (isOfDrill(group)) count += group.count;
  return count;
}

/** The groups without those of drills; a group that others share with a drill names the others only. */
export function groupsWithoutDrill(groups: ReadonlyMap<string, DenialGroup>): ReadonlyMap<string, DenialGroup> {
  const kept = new Map<string, DenialGroup>();
  for (const [id, group] of groups) if (!isOfDrill(group)) kept.set(id, othersOf(group));
  return kept;
}

const known = new WeakMap<DenialGroup, DenialGroup>();

/** Gives the same object for the same group, so that what was computed of it is found again. */
function othersOf(group: DenialGroup): DenialGroup {
  if (!group.containers.some(isDrillContainer)) return group;
  const others = known.get(group) ?? {
    ...group,
    containers: group.containers.filter((container) => !isDrillContainer(container)),
  };
  known.set(group, others);
  return others;
}

export function timelineWithoutDrill(timeline: DenialTimeline): DenialTimeline {
  const drills = new Set(timeline.containers.flatMap((name, index) => (isDrillContainer(name) ? [index] : [])));
  if (drills.size === 0) return timeline;
  return {
    ...timeline,
    cells: timeline.cells.filter(({ container }) => container === null || !drills.has(container)),
  };
}
