// SPDX-License-Identifier: Apache-2.0
/** Counts the denials of each container since the helper started, for monitoring: the counts only grow. */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import type { DenialCount } from '../ports.ts';

export interface DenialCounters {
  add(event: DenialEvent): void;
  counts(): readonly DenialCount[];
}

/** Far more containers than a host has; names of further ones are not counted. */
const maxNames = 2000;

export function createDenialCounters(): DenialCounters {
  const counts = new Map<string, { blocked: number; logged: number }>();
  return {
    add({ container, decision, permissive }) {
      if (container === null || decision !== 'denied') return;
      const count = counts.get(container) ?? { blocked: 0, logged: 0 };
      if (permissive === true) count.logged += 1;
      else count.blocked += 1;
      if (counts.size < maxNames || counts.has(container)) counts.set(container, count);
    },
    counts: () => [...counts].map(([name, count]) => ({ name, ...count })),
  };
}
