// SPDX-License-Identifier: Apache-2.0
/** Operations on backups of containers, and on the repositories that hold them. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { managedFailures } from '../../errors.ts';
import {
  backupIdSchema,
  backupSchema,
  repositoryFolderSchema,
  repositoryKeySchema,
  repositoryNameSchema,
  readPercentSchema,
  repositoryCheckSchema,
  repositorySchema,
} from '../../model/host/backup.ts';
import {
  backupJobNameSchema,
  backupJobRunSchema,
  backupJobSchema,
  backupPlanSchema,
} from '../../model/host/backup-job.ts';
import { containerNameSchema, imageNameSchema } from '../../model/names.ts';
import { containerSchema, networkSchema } from '../../model/containers/container.ts';
import { wordsSchema } from '../../model/words.ts';
import { request, stream } from '../../operation.ts';
import { freeNameSchema } from './creation.ts';
import { transferOperations } from './transfer.ts';

/** How far a step is; 0 of 0 where that is not known. */
const progressSchema = makeOnce(() =>
  z.strictObject({
    bytesDone: z.number().int().nonnegative(),
    bytes: z.number().int().nonnegative(),
  }),
);
const ofJob = makeOnce(() => z.strictObject({ job: backupJobNameSchema() }));
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
  'backup.check': stream({
    summary:
      'Checks that all that the backups in a repository need is in it, and, where that is asked for, that what is ' +
      'stored can be read as it was written.',
    action: 'manage-backups',
    changes: true,
    params: () =>
      ofRepository().extend({
        /** Reads so much of what is stored, chosen by chance; it takes as long as reading that takes. */
        readPercent: readPercentSchema(),
      }),
    item: () => z.strictObject({ step: z.enum(['check']) }),
    result: repositoryCheckSchema,
    errors: ['repository-not-found', 'repository-unusable', 'disk-full'],
  }),
  'backup.jobs': request({
    summary: 'Lists the jobs, which back containers up at times, with what came of their last runs.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ jobs: z.array(backupJobSchema()) }),
    errors: [],
  }),
  'backup.save-job': request({
    summary:
      'Backs containers up at times by the clock of the host, and removes those backups of the job that are not to be ' +
      'kept. It replaces the job of that name.',
    action: 'manage-backups',
    changes: true,
    params: () => ofJob().extend({ plan: backupPlanSchema() }),
    result: () => z.strictObject({ job: backupJobSchema() }),
    errors: ['repository-not-found', 'backup-jobs-full', 'disk-full'],
  }),
  'backup.remove-job': request({
    summary: 'Removes a job. Its backups stay, and no job removes them any more.',
    action: 'manage-backups',
    changes: true,
    runsOnFullDisk: true,
    params: ofJob,
    result: () => z.strictObject({}),
    errors: ['backup-job-not-found', 'disk-full'],
  }),
  'backup.run-job': stream({
    summary:
      'Does now what a job does when its time has come: backs its containers up, one after another, and removes those of ' +
      'its backups that are not to be kept. A container that cannot be backed up is named in the answer.',
    action: 'manage-backups',
    changes: true,
    params: ofJob,
    item: () =>
      progressSchema().extend({
        step: z.enum(['copy', 'store', 'remove']),
        /** Names the container that is being backed up; null while older backups are removed. */
        container: containerNameSchema().nullable(),
        /** Counts the containers that are behind it. */
        done: z.number().int().nonnegative(),
        of: z.number().int().nonnegative(),
      }),
    result: backupJobRunSchema,
    errors: ['backup-job-not-found', 'backup-job-running', 'disk-full'],
  }),
  'backup.run': stream({
    summary:
      'Backs a container up: what it has written and its named volumes, of one moment, with all that it is beside its ' +
      'files. A running container is frozen while these are copied.',
    action: 'take-backups',
    changes: true,
    reachesInto: 'name',
    params: () => ofRepository().extend({ name: containerNameSchema() }),
    item: () => progressSchema().extend({ step: z.enum(['copy', 'store']) }),
    result: backupSchema,
    errors: [
      ...managedFailures,
      'container-busy',
      'container-failed',
      'incus-unavailable',
      'snapshot-not-found',
      'volume-not-allowed',
      'repository-not-found',
      'repository-unusable',
      'disk-full',
    ],
  }),
  'backup.list': request({
    summary: 'Lists the backups in the repositories, newest first, and the repositories that cannot be read.',
    action: 'view-host',
    changes: false,
    isHeavy: true,
    params: () =>
      z.strictObject({
        /** Names a container, as it was called then; all when left out. */
        container: containerNameSchema().optional(),
      }),
    result: () =>
      z.strictObject({
        backups: z.array(backupSchema()),
        unusable: z.array(z.strictObject({ repository: repositoryNameSchema(), reason: wordsSchema() })),
      }),
    errors: [],
  }),
  'backup.restore': stream({
    summary:
      'Makes a container of a backup, with its volumes; then its ports are published, its links and the schedule of its ' +
      'snapshots are made again. What of these cannot be is named in the answer, and the container stays. Its image has ' +
      'to be there. A restore of the files that fails or is cancelled leaves no container behind.',
    action: 'restore-backups',
    changes: true,
    params: () =>
      ofRepository().extend({
        backup: backupIdSchema(),
        /** Names the container that is made. */
        name: freeNameSchema(),
        /** An image of this host, where the same one has another name here. */
        image: imageNameSchema().optional(),
        /** Names the network that replaces the one the container had, where that is not there. */
        network: networkSchema().optional(),
      }),
    item: () => progressSchema().extend({ step: z.enum(['check', 'fetch', 'create', 'apply']) }),
    result: () => z.strictObject({ container: containerSchema(), left: z.array(wordsSchema()) }),
    errors: [
      ...transferOperations['container.import'].errors,
      'engine-cannot',
      'backup-not-found',
      'repository-not-found',
      'repository-unusable',
    ],
  }),
} as const;
