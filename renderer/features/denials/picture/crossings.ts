// SPDX-License-Identifier: Apache-2.0
/** Denials between containers, by the container that accessed and the one whose object it was. */

import type { DenialFlow } from '../model/denial-flows.ts';
import { type CategoryOwner, ownerOf } from '../model/denial-sentence.ts';
import { targetKindOf } from '../model/target-kind.ts';

export interface Crossing {
  readonly count: number;
  /** Counts those of them that were logged, not blocked. */
  readonly logged: number;
  readonly groups: ReadonlySet<string>;
}

export interface Crossings {
  /** Names the containers that accessed, most denials first. */
  readonly from: readonly string[];
  /** Names those whose objects these were; undefined for one that the categories do not name. */
  readonly to: readonly (string | undefined)[];
  readonly between: (from: string, to: string | undefined) => Crossing | undefined;
}

interface CrossingDraft {
  count: number;
  logged: number;
  readonly groups: Set<string>;
}

/**
 * The records of a group name the object of its latest denial alone, so a cause counts for the container of that one.
 */
export function crossingsOf(flows: readonly DenialFlow[], owners: readonly CategoryOwner[]): Crossings {
  const cells = new Map<string, Map<string | undefined, CrossingDraft>>();
  const [sent, received] = [new Map<string, number>(), new Map<string | undefined, number>()];
  for (const { group, container, count, outcome } of flows) {
    if (container === null || targetKindOf(group) !== 'containers') continue;
    const to = ownerOf(group.sample.target, owners);
    const row = cells.get(container) ?? new Map<string | undefined, CrossingDraft>();
    cells.set(container, row);
    const cell = row.get(to) ?? { count: 0, logged: 0, groups: new Set() };
    row.set(to, cell);
    cell.count += count;
    if (outcome === 'logged') cell.logged += count;
    cell.groups.add(group.id);
    sent.set(container, (sent.get(container) ?? 0) + count);
    received.set(to, (received.get(to) ?? 0) + count);
  }
  return {
    from: byCount(sent),
    to: byCount(received),
    between: (from, to) => cells.get(from)?.get(to),
  };
}

function byCount<Name extends string | undefined>(counts: ReadonlyMap<Name, number>): readonly Name[] {
  return [...counts]
    .toSorted(([one, count], [other, more]) => more - count || (one ?? '').localeCompare(other ?? ''))
    .map(([name]) => name);
}
