// SPDX-License-Identifier: Apache-2.0
/**
 * What was applied from this window and not undone since, so that the denial it was for says so and offers the way
 * back.
 */

import type { Change } from '../../../../contract/model/policy/change.ts';
import { createHostStore } from '../../../host/host-stores.ts';

/** A change, and the host that made it, where that need not be the one that is shown. */
export interface MadeChange extends Change {
  readonly hostId?: string | undefined;
}

export interface AppliedState {
  /** Holds the changes by group of denials. */
  readonly byGroup: ReadonlyMap<string, MadeChange>;
}

export const useApplied = createHostStore<AppliedState>({ byGroup: new Map() });

export function noteApplied(group: string, change: MadeChange): void {
  useApplied.setState(({ byGroup }) => ({ byGroup: new Map(byGroup).set(group, change) }));
}

export function forgetApplied({ id, hostId }: Pick<MadeChange, 'id' | 'hostId'>): void {
  const isIt = (change: MadeChange): boolean => change.id === id && change.hostId === hostId;
  useApplied.setState(({ byGroup }) => ({ byGroup: new Map([...byGroup].filter(([, change]) => !isIt(change))) }));
}
