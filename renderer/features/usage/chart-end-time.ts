// SPDX-License-Identifier: Apache-2.0
/** The shared right edge of all charts: the newest sample, or the clock while there is none. */

import { useClock } from '../../window/clock.ts';
import { useSamples } from './samples.ts';

export function useChartEndTime(): number {
  const time = useSamples((state) => state.time);
  const now = useClock((state) => (time === 0 ? state.now : 0));
  return time === 0 ? now : time;
}
