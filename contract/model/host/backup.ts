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

export const repositorySchema = makeOnce(() =>
  z.strictObject({
    name: repositoryNameSchema(),
    folder: z.string(),
    /** The time at which this host was given it. */
    addedAt: timeSchema(),
    /** The identity that its program has written into it. */
    id: z.string(),
  }),
);
export type Repository = z.infer<ReturnType<typeof repositorySchema>>;

/** Repositories that a host may have. */
export const maxRepositories = 16;
