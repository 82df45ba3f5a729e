// SPDX-License-Identifier: Apache-2.0
/** Repositories, in which backups of containers are kept. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';
import { volumeSourceSchema } from '../containers/volume.ts';
import { containerNameSchema, timeSchema } from '../names.ts';

/** Uses the alphabet of a container's name, because the name is part of a path. */
export const repositoryNameSchema = containerNameSchema;

/** Accepts the whole path of a folder of the host. The host says whether it may hold a repository. */
export const repositoryFolderSchema = volumeSourceSchema;

/** The key that opens a repository: without it nobody can read the backups in it. */
export const repositoryKeySchema = makeOnce(() =>
  z.string().regex(/^[\x21-\x7e]{8,256}$/, t('must be 8 to 256 characters of ASCII without spaces')),
);

/** What a check of a repository found. */
export const repositoryCheckSchema = makeOnce(() =>
  z.strictObject({
    at: timeSchema(),
    /** Says whether it found all that it looked for, and all of it as it was written. */
    isGood: z.boolean(),
    /** Says how much of the stored files it read, in percent; at 0 it compared the lists of what is stored alone. */
    readPercent: z.number().int().min(0).max(100),
  }),
);
export type RepositoryCheck = z.infer<ReturnType<typeof repositoryCheckSchema>>;

export const repositorySchema = makeOnce(() =>
  z.strictObject({
    name: repositoryNameSchema(),
    folder: z.string(),
    /** The time at which this host was given it. */
    addedAt: timeSchema(),
    /** The identity that its program has written into it. */
    id: z.string(),
    /** What its last check found; null before the first. */
    checked: repositoryCheckSchema().nullable(),
  }),
);
export type Repository = z.infer<ReturnType<typeof repositorySchema>>;

/** Repositories that a host may have. */
export const maxRepositories = 16;

/** Names a backup, in any repository. */
export const backupIdSchema = makeOnce(() => z.string().regex(/^[0-9a-f]{64}$/, t('must be the id of a backup')));

export const backupSchema = makeOnce(() =>
  z.strictObject({
    id: backupIdSchema(),
    repository: repositoryNameSchema(),
    /** Names the container, as it was called then. */
    container: containerNameSchema(),
    createdAt: timeSchema(),
    /** What its files take when they are restored. */
    bytes: z.number().int().nonnegative(),
    /** What the repository grew by; the rest was in it already. */
    addedBytes: z.number().int().nonnegative(),
    /** The named volumes that are part of it. */
    volumes: z.array(z.string()),
    /** Names the job that took it, as it was called then; null for one that somebody asked for. */
    job: z.string().nullable(),
  }),
);
export type Backup = z.infer<ReturnType<typeof backupSchema>>;

/** How much of what a repository stores a check reads, in per cent. */
export const readPercentSchema = makeOnce(() =>
  z
    .number()
    .int(t('must be a whole number'))
    .min(0, t('must be at least 0'))
    .max(100, t('must be at most 100'))
    .default(0),
);
