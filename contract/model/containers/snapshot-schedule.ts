// SPDX-License-Identifier: Apache-2.0
/** Describes when snapshots of a container are taken without anybody asking, and how many of them are kept. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeOfDaySchema, timeSchema } from '../names.ts';
import { snapshotNameSchema } from './snapshot.ts';
import { t } from '../../text.ts';
import { keptWordsSchema, wordsSchema } from '../words.ts';

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Says how often a snapshot is taken. Hours count from the moment at which the schedule was set. */
export const snapshotTimesSchema = makeOnce(() =>
  z.discriminatedUnion('every', [
    z.strictObject({
      every: z.literal('hours'),
      hours: z
        .number()
        .int(t('must be a whole number'))
        .min(1, t('must be at least 1 hour'))
        .max(168, t('must be at most 168 hours')),
    }),
    z.strictObject({ every: z.literal('day'), at: timeOfDaySchema() }),
    z.strictObject({ every: z.literal('week'), on: z.enum(weekdays), at: timeOfDaySchema() }),
  ]),
);
export type SnapshotTimes = z.infer<ReturnType<typeof snapshotTimesSchema>>;

/** What is chosen of a schedule. */
export const snapshotPlanSchema = makeOnce(() =>
  z.strictObject({
    times: snapshotTimesSchema(),
    /** Counts the newest snapshots of the schedule that are kept. The schedule removes no other snapshots. */
    keep: z.number().int(t('must be a whole number')).min(1, t('must be at least 1')).max(50, t('must be at most 50')),
  }),
);
export type SnapshotPlan = z.infer<ReturnType<typeof snapshotPlanSchema>>;

export const usualSnapshotPlan: SnapshotPlan = { times: { every: 'day', at: '03:00' }, keep: 7 };

const doneRunSchema = makeOnce(() =>
  z.strictObject({
    outcome: z.literal('done'),
    at: timeSchema(),
    snapshot: snapshotNameSchema(),
    /** Older snapshots that were removed, since no more are kept. */
    removed: z.number().int().nonnegative(),
  }),
);
const failedRunSchema = makeOnce(() =>
  z.strictObject({
    outcome: z.literal('failed'),
    at: timeSchema(),
    /** A sentence without its stop: "cannot ...". */
    reason: wordsSchema(),
  }),
);

/** What came of the last time. */
const lastRunSchema = makeOnce(() => z.discriminatedUnion('outcome', [doneRunSchema(), failedRunSchema()]));
const keptRunSchema = makeOnce(() =>
  z.discriminatedUnion('outcome', [doneRunSchema(), failedRunSchema().extend({ reason: keptWordsSchema() })]),
);

export const snapshotScheduleSchema = makeOnce(() =>
  snapshotPlanSchema().extend({
    /**
     * Gives the next time. A snapshot that was missed while the host was off is made up for once, as soon as the helper
     * runs.
     */
    nextAt: timeSchema(),
    /** Is null until the first time. */
    last: lastRunSchema().nullable(),
    /** Gives the user who set it; the activity log lists its snapshots under this user. */
    uid: z.number().int(),
    user: z.string(),
  }),
);
export type SnapshotSchedule = z.infer<ReturnType<typeof snapshotScheduleSchema>>;

/** Describes the schedule as the helper keeps it: its words are not text yet. */
export const keptScheduleSchema = makeOnce(() => snapshotScheduleSchema().extend({ last: keptRunSchema().nullable() }));
export type KeptSchedule = z.infer<ReturnType<typeof keptScheduleSchema>>;
