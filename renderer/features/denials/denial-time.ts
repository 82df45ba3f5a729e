// SPDX-License-Identifier: Apache-2.0
/** The time in which the screens of denials show them: the one in the address, else the stretch of time of the window. */

import { useEffect, useMemo } from 'react';
import { useHostClockDifference } from '../../host/host-clock.ts';
import { t } from '../../lib/language/t.ts';
import { formatAsOf } from '../../lib/moments.ts';
import type { TimeChoice } from '../../lib/time-choice.ts';
import type { TimeRange } from '../../lib/time-range.ts';
import { useCoarseClock } from '../../window/clock.ts';
import { chooseTime, useLocation } from '../../window/location.ts';
import { chooseDenialSpan, secondsOf, useDenialSpan } from './denial-span.ts';
import { isCountedByHours, type PastSlots, pastSlots } from './model/past-slots.ts';
import { type SlotScale, spanOf, timeSpans } from './model/time-spans.ts';

export interface DenialTime {
  readonly choice: TimeChoice;
  readonly scale: SlotScale;
  /** Gives the time since which denials count. */
  readonly since: number;
  /** The whole slots of a time in the past; undefined for one that moves with the clock. */
  readonly past: TimeRange | undefined;
  /** The heading of the denials in it. */
  readonly title: string;
  /** Stands where there are no denials. */
  readonly none: string;
  /** Says that more is shown than was chosen, and why; undefined where it is not. */
  readonly note: string | undefined;
}

export function useDenialTime(): DenialTime {
  const chosen = useLocation(({ time }) => time);
  const known = useDenialSpan((state) => state.span);
  const span = chosen?.kind === 'last' ? spanOf(chosen.seconds) : known;
  useEffect(() => chooseDenialSpan(span), [span]);
  const now = useCoarseClock(15) + useHostClockDifference();
  const isOld = chosen?.kind === 'between' && isCountedByHours(chosen, now);
  const past = useMemo(() => (chosen?.kind === 'between' ? pastSlots(chosen, isOld) : undefined), [chosen, isOld]);
  return useMemo((): DenialTime => {
    if (past !== undefined && chosen?.kind === 'between') return pastTime(chosen, past, { now, isOld });
    const seconds = secondsOf(span);
    const { title, none } = timeSpans[span];
    return {
      choice: { kind: 'last', seconds },
      scale: timeSpans[span],
      since: now - seconds,
      past,
      title,
      none,
      note: undefined,
    };
  }, [past, chosen, span, now, isOld]);
}

/** Badges and lists follow a time that moves with the clock. Undefined chooses the stretch of time of the window. */
export function chooseDenialTime(choice: TimeChoice | undefined): void {
  if (choice?.kind === 'last') chooseDenialSpan(spanOf(choice.seconds));
  chooseTime(choice);
}

function pastTime(
  choice: TimeChoice,
  past: PastSlots,
  { now, isOld }: { readonly now: number; readonly isOld: boolean },
): DenialTime {
  const moments = { from: formatAsOf(past.from, now), to: formatAsOf(past.to, now) };
  return {
    choice,
    scale: past,
    since: past.from,
    past,
    title: t('Denials from {from} to {to}', moments),
    none: t('No denials from {from} to {to}.', moments),
    note: isOld ? t('older denials are counted by whole hours') : undefined,
  };
}
