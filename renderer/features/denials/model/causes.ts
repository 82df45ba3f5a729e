// SPDX-License-Identifier: Apache-2.0
/** Groups of denials as the list of causes shows them: filtered, counted for what is looked at, in order. */

import { causeKeyOf } from '../../../../contract/model/denials/cause-kind.ts';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import type { TimeRange } from '../../../lib/time-range.ts';
import { type ContainerCounts, sumOf } from './denial-timeline.ts';
import type { DenialFlow } from './denial-flows.ts';
import { joinGroups } from './joint-denials.ts';
import { groupSubject } from './denial-search.ts';
import type { GroupReason } from './denial-tone.ts';
import { matchesSearch, type SearchSubject, type Term } from '../../../../contract/search/search.ts';
import { t } from '../../../lib/language/t.ts';

export interface Cause {
  readonly group: DenialGroup;
  readonly count: number;
  readonly reason: GroupReason;
  /** The groups of denials that are this one cause, the shown one among them. */
  readonly ids: readonly string[];
  /** The person ignores it. */
  readonly isIgnored?: boolean;
}

export const causeOrders = {
  latest: t('newest'),
  often: t('most frequent'),
  container: t('by container'),
  action: t('needs action first'),
} as const;
export type CauseOrder = keyof typeof causeOrders;

export interface CauseQuestion {
  readonly terms: readonly Term[];
  readonly order: CauseOrder;
  /** Gives the time since which denials count. */
  readonly since: number;
  readonly range: TimeRange | undefined;
  readonly container: string | undefined;
  /**
   * Holds the counts by group and container, within the range when there is one; undefined while they are not known.
   */
  readonly counts: ReadonlyMap<string, ContainerCounts> | undefined;
  readonly reasonOf: (group: DenialGroup) => GroupReason;
}

export function causesOf(groups: Iterable<DenialGroup>, question: CauseQuestion): readonly Cause[] {
  const causes: Cause[] = [];
  for (const group of groups)
    if (isWanted(group, question))
      causes.push({ group, count: countOf(group, question), reason: question.reasonOf(group), ids: [group.id] });
  return causes.sort(comparisons[question.order]);
}

/** The causes of these flows only, each counted as often as its flows. */
export function causesWithin(causes: readonly Cause[], flows: readonly DenialFlow[]): readonly Cause[] {
  const counts = new Map<string, number>();
  for (const { group, count } of flows) counts.set(group.id, (counts.get(group.id) ?? 0) + count);
  return causes.flatMap((cause) => {
    const count = counts.get(cause.group.id);
    return count === undefined ? [] : [{ ...cause, count }];
  });
}

/** Gives causes of one object as one, in the place of the first, with the words of what is most urgent. */
export function joinCauses(causes: readonly Cause[]): readonly Cause[] {
  const joint = new Map<string, Cause>();
  for (const cause of causes) {
    const key = causeKeyOf(cause.group);
    const known = joint.get(key);
    joint.set(key, known === undefined ? cause : joinTwo(known, cause));
  }
  return [...joint.values()];
}

function joinTwo(one: Cause, other: Cause): Cause {
  const { group, reason } = byAction(other, one) < 0 ? other : one;
  const joint = joinGroups([one.group, other.group]) ?? group;
  const permissions = [...new Set([...one.group.permissions, ...other.group.permissions])];
  return {
    group: { ...joint, id: group.id, permissions, reason: group.reason, sample: group.sample },
    count: one.count + other.count,
    reason,
    ids: [...one.ids, ...other.ids],
  };
}

function isWanted(group: DenialGroup, { terms, since, range, container, counts }: CauseQuestion): boolean {
  if (group.last < since) return false;
  if (container !== undefined && !group.containers.includes(container)) return false;
  if (range !== undefined && !isWithin(group, range, counts)) return false;
  return terms.length === 0 || matchesSearch(subjectOf(group), terms);
}

/** Where single counts were given up, first and last must do. */
function isWithin({ id, first, last }: DenialGroup, range: TimeRange, counts: CauseQuestion['counts']): boolean {
  return counts === undefined ? last >= range.from && first < range.to : counts.has(id);
}

/** Counts the denials of a group. The count of all time stands in only where single counts are not known. */
function countOf(group: DenialGroup, { container, counts }: CauseQuestion): number {
  const counted = counts?.get(group.id);
  if (counted === undefined) return group.count;
  if (container === undefined) return sumOf(counted);
  const own = counted.get(container);
  return own === undefined ? 0 : own.blocked + own.notBlocked;
}

const subjects = new WeakMap<DenialGroup, SearchSubject>();

function subjectOf(group: DenialGroup): SearchSubject {
  const known = subjects.get(group);
  if (known !== undefined) return known;
  const subject = groupSubject(group);
  subjects.set(group, subject);
  return subject;
}

const byTime = (left: Cause, right: Cause): number => right.group.last - left.group.last;
const urgency = { crossed: 0, policy: 1, unknown: 2, isolation: 3 } as const;
const kindOrder = { action: 0, isolation: 1, host: 2, settled: 3 } as const;
const byAction = (left: Cause, right: Cause): number =>
  kindOrder[left.reason.kind] - kindOrder[right.reason.kind] ||
  urgency[left.reason.tone] - urgency[right.reason.tone] ||
  byTime(left, right);

const comparisons: Readonly<Record<CauseOrder, (left: Cause, right: Cause) => number>> = {
  latest: byTime,
  often: (left, right) => right.count - left.count || byTime(left, right),
  container: (left, right) =>
    (left.group.containers[0] ?? '').localeCompare(right.group.containers[0] ?? '') || byTime(left, right),
  action: byAction,
};
