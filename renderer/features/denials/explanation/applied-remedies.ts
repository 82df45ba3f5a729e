// SPDX-License-Identifier: Apache-2.0
/**
 * What was applied from this window and not undone since, so that the denial it was for says so and offers the way
 * back.
 */

import type { Change } from '../../../../contract/model/policy/change.ts';
import type { ExplainTarget } from './explanations.ts';
import { createHostStore } from '../../../host/host-stores.ts';

interface AppliedState {
  /** By group of denials. */
  readonly byGroup: ReadonlyMap<string, Change>;
}

export const useApplied = createHostStore<AppliedState>({ byGroup: new Map() });

/** What was applied for a denial; undefined when nothing was, or for another container. */
export function appliedFor({ byGroup }: AppliedState, { group, container }: ExplainTarget): Change | undefined {
  const change = byGroup.get(group);
  return change?.container === container ? change : undefined;
}

export function noteApplied(group: string, change: Change): void {
  useApplied.setState(({ byGroup }) => ({ byGroup: new Map(byGroup).set(group, change) }));
}

export function forgetApplied(id: number): void {
  useApplied.setState(({ byGroup }) => ({ byGroup: new Map([...byGroup].filter(([, change]) => change.id !== id)) }));
}
