// SPDX-License-Identifier: Apache-2.0
/** The latest events, a fixed number of them at most. */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';

export interface EventRing {
  add(event: DenialEvent): void;
  /** Gives the oldest first: an event that was complete later than younger ones was added after them. */
  events(): DenialEvent[];
  /** The time of the latest event that had to go; 0 while none had. */
  keptSince(): number;
}

export function createEventRing(capacity: number): EventRing {
  const places: DenialEvent[] = [];
  let next = 0;
  let keptSince = 0;
  return {
    add(event) {
      keptSince = Math.max(keptSince, places[next]?.time ?? 0);
      places[next] = event;
      next = (next + 1) % capacity;
    },
    keptSince: () => keptSince,
    events() {
      const added = places.length < capacity ? places : [...places.slice(next), ...places.slice(0, next)];
      return added.toSorted((left, right) => left.time - right.time);
    },
  };
}
