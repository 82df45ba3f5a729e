// SPDX-License-Identifier: Apache-2.0
/** Operations on backups of containers, and on the repositories that hold them. */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import {
  repositoryFolderSchema,
  repositoryKeySchema,
  repositoryNameSchema,
  repositorySchema,
} from '../model/host/backup.ts';
import { request } from '../operation.ts';

const ofRepository = makeOnce(() => z.strictObject({ repository: repositoryNameSchema() }));

export const backupOperations = {
  'backup.repositories': request({
    summary: 'Lists the repositories in which backups of containers are kept.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ repositories: z.array(repositorySchema()) }),
    errors: [],
  }),
  'backup.add': request({
    summary:
      'Makes a repository for backups in an empty folder of the host, with a key that is made for it; or opens one ' +
      'that another host has made, with its key.',
    action: 'manage-backups',
    changes: true,
    params: () =>
      ofRepository().extend({
        folder: repositoryFolderSchema(),
        /** Opens the repository that is in the folder; a new one is made when left out. */
        key: repositoryKeySchema().optional(),
      }),
    result: () =>
      z.strictObject({
        repository: repositorySchema(),
        /** The key that was made. Keep it elsewhere too: without it the backups are lost with the host. Null where it was given. */
        key: z.string().nullable(),
      }),
    errors: ['repository-exists', 'repository-unusable', 'repositories-full', 'disk-full'],
  }),
  'backup.remove': request({
    summary: 'Forgets a repository and its key. The backups in it stay.',
    action: 'manage-backups',
    changes: true,
    params: ofRepository,
    result: () => z.strictObject({}),
    errors: ['repository-not-found', 'disk-full'],
  }),
  'backup.key': request({
    summary: 'Shows the key of a repository. Who has the key and the folder can read all files that were backed up.',
    action: 'read-backup-keys',
    changes: true,
    params: ofRepository,
    result: () => z.strictObject({ key: z.string() }),
    errors: ['repository-not-found', 'disk-full'],
  }),
} as const;
