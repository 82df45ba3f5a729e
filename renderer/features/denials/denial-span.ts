// SPDX-License-Identifier: Apache-2.0
/** The stretch of time in which denials are looked at: one for the page, the badges and the lists. */

import { create } from 'zustand';
import { useCoarseClock } from '../../window/clock.ts';
import { secondsIn, type TimeSpan, timeSpans } from './model/time-spans.ts';

interface SpanState {
  readonly span: TimeSpan;
}

export const useDenialSpan = create<SpanState>(() => ({ span: 'day' }));

export function chooseDenialSpan(span: TimeSpan): void {
  useDenialSpan.setState({ span });
}

export function secondsOf(span: TimeSpan): number {
  return secondsIn(timeSpans[span]);
}

/** Gives since when denials count; it moves with the clock. */
export function useDenialsSince(): number {
  const span = useDenialSpan((state) => state.span);
  return useCoarseClock(15) - secondsOf(span);
}

/** Gives the words for the stretch of time: "the last 24 hours". */
export function useSpanName(): string {
  return timeSpans[useDenialSpan((state) => state.span)].name;
}
