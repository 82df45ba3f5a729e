// SPDX-License-Identifier: Apache-2.0
/** The stretches of time that the heat map of denials can show, each cut into slots. */

import { t } from '../../../lib/language/t.ts';

export type TimeSpan = 'hour' | 'six-hours' | 'day' | 'week';

/** Slots of time in which denials are counted. */
export interface SlotScale {
  readonly slots: number;
  readonly slotMinutes: number;
  /** Gives the end of the last slot; undefined where it is the present one. */
  readonly to?: number;
}

export interface SpanSlots extends SlotScale {
  readonly name: string;
  /** The heading of the denials in it. */
  readonly title: string;
  /** Stands where there are no denials. */
  readonly none: string;
}

/** What is older than some hours is known by whole hours only, so the long ones are cut into hours. */
export const timeSpans: Readonly<Record<TimeSpan, SpanSlots>> = {
  hour: {
    name: t('the last hour'),
    slots: 60,
    slotMinutes: 1,
    title: t('Denials in the last hour'),
    none: t('No denials in the last hour.'),
  },
  'six-hours': {
    name: t('the last 6 hours'),
    slots: 72,
    slotMinutes: 5,
    title: t('Denials in the last 6 hours'),
    none: t('No denials in the last 6 hours.'),
  },
  day: {
    name: t('the last 24 hours'),
    slots: 24,
    slotMinutes: 60,
    title: t('Denials in the last 24 hours'),
    none: t('No denials in the last 24 hours.'),
  },
  week: {
    name: t('the last 7 days'),
    slots: 84,
    slotMinutes: 120,
    title: t('Denials in the last 7 days'),
    none: t('No denials in the last 7 days.'),
  },
};

/** The shortest that has these seconds, or the longest. */
export function spanOf(seconds: number): TimeSpan {
  const names = Object.keys(timeSpans) as TimeSpan[];
  return names.find((name) => secondsIn(timeSpans[name]) >= seconds) ?? 'week';
}

export function secondsIn({ slots, slotMinutes }: SlotScale): number {
  return slots * slotMinutes * 60;
}
