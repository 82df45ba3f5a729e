// SPDX-License-Identifier: Apache-2.0
/** Denials as flows from a container to an object: what the graph, and the table behind it, are made of. */

import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { describeAccess } from './access-labels.ts';
import type { ContainerCounts } from './denial-timeline.ts';
import type { DenialTone } from './denial-tone.ts';

/** Describes the denials of one group in one container (null: on the host). */
export interface DenialFlow {
  readonly group: DenialGroup;
  readonly container: string | null;
  readonly count: number;
  readonly outcome: 'blocked' | 'logged';
  readonly tone: DenialTone;
}

export interface FlowSource {
  readonly groups: readonly DenialGroup[];
  /**
   * Counts the denials by group and container; undefined where the counts over time are not known: the group's own
   * count is shared out then.
   */
  readonly counts: ReadonlyMap<string, ContainerCounts> | undefined;
  readonly toneOf: (group: DenialGroup) => DenialTone;
  /** Names the one container whose denials are wanted; undefined for all. */
  readonly container: string | undefined;
}

export function flowsOf({ groups, counts, toneOf, container }: FlowSource): readonly DenialFlow[] {
  const flows: DenialFlow[] = [];
  for (const group of groups) {
    const tone = toneOf(group);
    for (const [name, { blocked, notBlocked }] of counts?.get(group.id) ?? sharesOf(group)) {
      if (container !== undefined && name !== container) continue;
      // What was blocked was blocked by isolation, also where the rest went through.
      if (blocked > 0)
        flows.push({
          group,
          container: name,
          count: blocked,
          outcome: 'blocked',
          tone: tone === 'crossed' ? 'isolation' : tone,
        });
      if (notBlocked > 0) flows.push({ group, container: name, count: notBlocked, outcome: 'logged', tone });
    }
  }
  return flows;
}

interface Access {
  readonly label: string;
  readonly terms: string;
}

/** Holds the accesses by their terms: there are few, and each has thousands of groups. */
const accesses = new Map<string, Access>();
const maxAccesses = 5000;

/** "read open" of a file, in label and in SELinux's own. */
export function accessOf({ class: className, permissions }: DenialGroup): Access {
  const terms = `${className} { ${permissions.join(' ')} }`;
  const known = accesses.get(terms);
  if (known !== undefined) return known;
  if (accesses.size >= maxAccesses) accesses.clear();
  const access = { label: describeAccess(className, permissions).verb, terms };
  accesses.set(terms, access);
  return access;
}

/** Shares the count out evenly, each at least one, because it is not known which part was whose. */
function sharesOf(group: DenialGroup): ContainerCounts {
  const names: readonly (string | null)[] = group.containers.length === 0 ? [null] : group.containers;
  const share = Math.max(1, Math.round(group.count / names.length));
  const notBlocked = group.permissive ? share : Math.round((share * group.notBlocked) / Math.max(1, group.count));
  return new Map(names.map((name) => [name, { blocked: share - notBlocked, notBlocked }]));
}
