// SPDX-License-Identifier: Apache-2.0
/** The stretches of time that the heat map of denials can show, each cut into slots. */

import { t } from '../../../lib/language/t.ts';

export type TimeSpan = 'hour' | 'six-hours' | 'day' | 'week';

export interface SpanSlots {
  readonly label: string;
  readonly name: string;
  /** The heading of the denials in it. */
  readonly title: string;
  /** Where there are none. */
  readonly none: string;
  readonly slots: number;
  readonly slotMinutes: number;
}

/** What is older than some hours is known by whole hours only, so the long ones are cut into hours. */
export const timeSpans: Readonly<Record<TimeSpan, SpanSlots>> = {
  hour: {
    label: '1 h',
    name: t('the last hour'),
    slots: 60,
    slotMinutes: 1,
    title: t('Denials in the last hour'),
    none: t('No denials in the last hour.'),
  },
  'six-hours': {
    label: '6 h',
    name: t('the last 6 hours'),
    slots: 72,
    slotMinutes: 5,
    title: t('Denials in the last 6 hours'),
    none: t('No denials in the last 6 hours.'),
  },
  day: {
    label: '24 h',
    name: t('the last 24 hours'),
    slots: 24,
    slotMinutes: 60,
    title: t('Denials in the last 24 hours'),
    none: t('No denials in the last 24 hours.'),
  },
  week: {
    label: '7 d',
    name: t('the last 7 days'),
    slots: 84,
    slotMinutes: 120,
    title: t('Denials in the last 7 days'),
    none: t('No denials in the last 7 days.'),
  },
};
