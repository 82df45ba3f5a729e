// SPDX-License-Identifier: Apache-2.0
/** The time as the screens show it: seconds since the epoch, moving once a second, with one timer for all. */

import { create } from 'zustand';

interface ClockState {
  readonly now: number;
}

export const useClock = create<ClockState>(() => ({ now: Math.floor(Date.now() / 1000) }));

export function startClock(): () => void {
  const timer = setInterval(() => useClock.setState({ now: Math.floor(Date.now() / 1000) }), 1000);
  return () => clearInterval(timer);
}

/** A clock that moves every `seconds` only. */
export function useCoarseClock(seconds: number): number {
  return useClock(({ now }) => now - (now % seconds));
}
