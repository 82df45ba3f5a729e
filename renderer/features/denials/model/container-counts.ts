// SPDX-License-Identifier: Apache-2.0
/** Denials counted by container, for "in the last hour". */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';

/** Events since `from`, by container. Events of the host itself are left out. */
export function countByContainer(events: readonly DenialEvent[], from: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.time < from || event.container === null) continue;
    counts.set(event.container, (counts.get(event.container) ?? 0) + 1);
  }
  return counts;
}
