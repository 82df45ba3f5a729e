// SPDX-License-Identifier: Apache-2.0
/**
 * What was applied from this window and not undone since, so that the denial it was for says so and offers the way
 * back.
 */

import type { Change } from '../../../../contract/model/policy/change.ts';
import type { ExplainTarget } from './explanations.ts';
import { createHostStore } from '../../../host/host-stores.ts';

/** A change, and the host that made it, where that need not be the one that is shown. */
export interface MadeChange extends Change {
  readonly hostId?: string | undefined;
}

interface AppliedState {
  /** By group of denials. */
  readonly byGroup: ReadonlyMap<string, MadeChange>;
}

export const useApplied = createHostStore<AppliedState>({ byGroup: new Map() });

/** What was applied for a denial; undefined when nothing was, or for another container. */
export function appliedFor({ byGroup }: AppliedState, { group, container }: ExplainTarget): MadeChange | undefined {
  const change = byGroup.get(group);
  return change?.container === container ? change : undefined;
}

export function noteApplied(group: string, change: MadeChange): void {
  useApplied.setState(({ byGroup }) => ({ byGroup: new Map(byGroup).set(group, change) }));
}

export function forgetApplied({ id, hostId }: Pick<MadeChange, 'id' | 'hostId'>): void {
  const isIt = (change: MadeChange): boolean => change.id === id && change.hostId === hostId;
  useApplied.setState(({ byGroup }) => ({ byGroup: new Map([...byGroup].filter(([, change]) => !isIt(change))) }));
}
