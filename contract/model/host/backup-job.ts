// SPDX-License-Identifier: Apache-2.0
/** Jobs: which containers are backed up without anybody asking, when, to where, and which of these backups are kept. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';
import { snapshotTimesSchema } from '../containers/snapshot-schedule.ts';
import { tagsSchema } from '../containers/tag.ts';
import { containerNameSchema, timeSchema } from '../names.ts';
import { keptWordsSchema, wordsSchema } from '../words.ts';
import { repositoryNameSchema } from './backup.ts';

/** Uses the alphabet of a container's name, because the name is part of a tag in the repository. */
export const backupJobNameSchema = containerNameSchema;

/** Jobs that a host may have. */
export const maxBackupJobs = 64;

/** Says which containers a job backs up. Those that have one of the tags, or all, are looked up at each run. */
const jobContainersSchema = makeOnce(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('tags'), tags: tagsSchema().min(1, t('must have at least one tag')) }),
    z.strictObject({
      kind: z.literal('names'),
      names: z.array(containerNameSchema()).min(1, t('must have at least one container')).max(1000),
    }),
  ]),
);
export type JobContainers = z.infer<ReturnType<typeof jobContainersSchema>>;

const countSchema = makeOnce(() =>
  z.number().int(t('must be a whole number')).min(0, t('must be at least 0')).max(1000, t('must be at most 1000')),
);

/**
 * Counts the backups of each container that are kept: the newest ones, and the newest of each hour, day, week and month
 * that has one. A backup stays while one of the five keeps it.
 */
export const backupKeepSchema = makeOnce(() =>
  z
    .strictObject({
      last: countSchema(),
      hourly: countSchema(),
      daily: countSchema(),
      weekly: countSchema(),
      monthly: countSchema(),
    })
    .refine((keep) => Object.values(keep).some((count) => count > 0), t('must keep at least one backup')),
);
export type BackupKeep = z.infer<ReturnType<typeof backupKeepSchema>>;

/** What is chosen of a job. */
export const backupPlanSchema = makeOnce(() =>
  z.strictObject({
    repository: repositoryNameSchema(),
    containers: jobContainersSchema(),
    times: snapshotTimesSchema(),
    keep: backupKeepSchema(),
  }),
);
export type BackupPlan = z.infer<ReturnType<typeof backupPlanSchema>>;

export const usualBackupKeep: BackupKeep = { last: 0, hourly: 0, daily: 7, weekly: 4, monthly: 6 };

const failedContainerSchema = makeOnce(() =>
  z.strictObject({
    container: containerNameSchema(),
    /** A sentence without its stop: "cannot ...". */
    reason: wordsSchema(),
  }),
);

/** What came of a run. */
export const backupJobRunSchema = makeOnce(() =>
  z.strictObject({
    at: timeSchema(),
    /** Containers that were backed up. */
    done: z.array(containerNameSchema()),
    failed: z.array(failedContainerSchema()),
    /** Older backups that were removed, since no more are kept. */
    removed: z.number().int().nonnegative(),
    /** Says why older backups could not be removed, or why nothing could be begun; null when all went well. */
    problem: wordsSchema().nullable(),
  }),
);

export const backupJobSchema = makeOnce(() =>
  backupPlanSchema().extend({
    name: backupJobNameSchema(),
    /** Gives the next time. One that was missed while the host was off is made up for once. */
    nextAt: timeSchema(),
    /** Is null until the first run. */
    last: backupJobRunSchema().nullable(),
    /** Gives the user who saved it; the activity log lists its backups under this user. */
    uid: z.number().int(),
    user: z.string(),
  }),
);
export type BackupJob = z.infer<ReturnType<typeof backupJobSchema>>;

/** Describes a run as the helper keeps it: its words are not text yet. */
const keptRunSchema = makeOnce(() =>
  backupJobRunSchema().extend({
    failed: z.array(failedContainerSchema().extend({ reason: keptWordsSchema() })),
    problem: keptWordsSchema().nullable(),
  }),
);
export type KeptBackupRun = z.infer<ReturnType<typeof keptRunSchema>>;

/** Describes a job as the helper keeps it. */
export const keptBackupJobSchema = makeOnce(() => backupJobSchema().extend({ last: keptRunSchema().nullable() }));
