// SPDX-License-Identifier: Apache-2.0
/** The clock of the host that is shown, by the times of its samples: that of this machine may be another. */

import { formatDuration } from '../lib/moments.ts';
import { t } from '../lib/language/t.ts';
import { useClock } from '../window/clock.ts';
import { createHostStore } from './host-stores.ts';

interface HostClock {
  /** Gives the time in seconds since the epoch. */
  readonly now: number;
  /** Says that the two clocks differ; undefined where they do not. */
  readonly clockNote: string | undefined;
}

/** Samples of a busy host are late by some seconds; their clock is right all the same. */
const leastDifference = 60;

/** Counts the seconds by which the clock of the host is ahead; 0 while they are not worth saying. */
const useDifference = createHostStore<{ readonly seconds: number }>({ seconds: 0 });

/** `time` is that of a sample which has just come. */
export function noteHostTime(time: number): void {
  const ahead = time - Date.now() / 1000;
  const { seconds } = useDifference.getState();
  if (Math.abs(ahead - seconds) < leastDifference) return;
  useDifference.setState({ seconds: Math.abs(ahead) < leastDifference ? 0 : Math.round(ahead) });
}

export function useHostClock(): HostClock {
  const { seconds } = useDifference();
  const now = useClock((state) => state.now) + seconds;
  if (seconds === 0) return { now, clockNote: undefined };
  const difference = formatDuration(Math.abs(seconds));
  return {
    now,
    clockNote:
      seconds > 0
        ? t('The clock of the host is {difference} ahead of the clock of this machine. Times are those of the host.', {
            difference,
          })
        : t('The clock of the host is {difference} behind the clock of this machine. Times are those of the host.', {
            difference,
          }),
  };
}

/** Gives what is to be added to the clock of this machine. */
export function useHostClockDifference(): number {
  return useDifference(({ seconds }) => seconds);
}

/** Gives the time of the host now, with its fraction. */
export function hostNow(): number {
  return Date.now() / 1000 + useDifference.getState().seconds;
}
