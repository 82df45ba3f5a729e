// SPDX-License-Identifier: Apache-2.0
/** The jobs of this host, in a file that only root reads. */

import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { fail } from '../../../../contract/errors.ts';
import { type BackupPlan, keptBackupJobSchema, maxBackupJobs } from '../../../../contract/model/host/backup-job.ts';
import { hasCode } from '../../../system/errno.ts';
import { asDiskFull } from '../../../system/files/disk-full.ts';
import { keepPrivate } from '../../../system/files/keep-private.ts';
import { writeDurably } from '../../../system/files/write-durably.ts';
import { nextSnapshotTime } from '../../../system/next-snapshot.ts';
import { jobIdPattern } from '../read-backups.ts';

const storedJobSchema = keptBackupJobSchema().extend({
  /** Is part of the tag of its backups: a job of the same name on another host, or of another time, has another. */
  id: z.string().regex(jobIdPattern),
});
export type StoredJob = z.infer<typeof storedJobSchema>;

export interface JobStore {
  /** Gives them by name. Raises for a file that cannot be understood: writing one job would lose the others. */
  list(): readonly StoredJob[];
  /** Fails with `backup-job-not-found`. */
  find(name: string): StoredJob;
  /** Saves what was chosen; it is on the disk when it returns. Fails with `backup-jobs-full` and `disk-full`. */
  save(name: string, plan: BackupPlan, by: Pick<StoredJob, 'uid' | 'user'> & { readonly now: number }): StoredJob;
  /** Writes down what has become of a job; does nothing where it is gone. Fails with `disk-full`. */
  note(name: string, noted: Partial<Pick<StoredJob, 'nextAt' | 'last'>>): void;
  /** Fails with `backup-job-not-found`. */
  remove(name: string): void;
}

const fileSchema = z.strictObject({ version: z.literal(1), jobs: z.array(storedJobSchema) });

/** `folder` is the helper's, for backups; it is made when something is written. */
export function createJobStore(folder: string): JobStore {
  const path = join(folder, 'jobs.json');

  function list(): readonly StoredJob[] {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).jobs;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  function write(jobs: readonly StoredJob[]): void {
    const sorted = jobs.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      keepPrivate(folder);
      writeDurably(path, `${JSON.stringify({ version: 1, jobs: sorted }, undefined, 2)}\n`, 0o600);
    } catch (error) {
      throw asDiskFull(error, folder);
    }
  }

  function find(name: string): StoredJob {
    return list().find((one) => one.name === name) ?? fail('backup-job-not-found', { job: name });
  }

  return {
    list,
    find,
    save(name, plan, { uid, user, now }) {
      const before = list().find((one) => one.name === name);
      const others = list().filter((one) => one.name !== name);
      if (others.length >= maxBackupJobs) fail('backup-jobs-full', { max: maxBackupJobs });
      const job = {
        ...plan,
        name,
        nextAt: nextSnapshotTime(plan.times, now),
        last: before?.last ?? null,
        uid,
        user,
        id: before?.id ?? randomBytes(8).toString('hex'),
      };
      write([...others, job]);
      return job;
    },
    note(name, noted) {
      const jobs = list();
      if (jobs.some((one) => one.name === name))
        write(jobs.map((one) => (one.name === name ? { ...one, ...noted } : one)));
    },
    remove(name) {
      find(name);
      write(list().filter((one) => one.name !== name));
    },
  };
}
