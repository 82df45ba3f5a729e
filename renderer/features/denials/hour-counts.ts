// SPDX-License-Identifier: Apache-2.0
/** Denials of the last hour, by container; those that a drill caused in its own containers are not counted. */

import { useMemo } from 'react';
import { countByContainer } from './model/container-counts.ts';
import { isDrillEvent } from './model/drill-denials.ts';
import { useCoarseClock } from '../../window/clock.ts';
import { useDenials } from './denials.ts';

export function useHourCounts(): ReadonlyMap<string, number> {
  const events = useDenials((state) => state.events);
  const now = useCoarseClock(15);
  return useMemo(
    () =>
      countByContainer(
        events.filter((event) => !isDrillEvent(event)),
        now - 3600,
      ),
    [events, now],
  );
}
