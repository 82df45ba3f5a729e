// SPDX-License-Identifier: Apache-2.0
/** Backups of containers in repositories of restic. */

import { join } from 'node:path';
import { fail, isFailure } from '../../../contract/errors.ts';
import type { Backup } from '../../../contract/model/host/backup.ts';
import type { GivenResult } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import type { ActivityLog } from '../../journal/activity-log.ts';
import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import { checkRepository } from './check-repository.ts';
import { createJobStore, type JobStore, type StoredJob } from './jobs/job-store.ts';
import { type JobHost, runJob } from './jobs/run-job.ts';
import { createScheduledJobs, type ScheduledJobs } from './jobs/scheduled-jobs.ts';
import { readBackups } from './read-backups.ts';
import { createRepositories, type Repositories, type RepositoriesOptions } from './repositories.ts';
import { createStaging } from './staging.ts';
import { restoreBackup, type RestoreHost } from './restore-backup.ts';
import { type BackupHost, takeBackup } from './take-backup.ts';

export interface BackupsFeature {
  readonly handlers: HandlersOf<OperationsOf<'backup'>>;
  readonly recovery: {
    /** Removes what is left of backups and restores that were cut off. */
    readonly backups: RecoveryStep;
    /** Looks at the clock from now on; once the containers are as they should be. */
    readonly 'scheduled-backups': RecoveryStep;
  };
  /** Containers of which the last run of a job could take no backup. */
  failing(): readonly string[];
  /** Jobs whose last run failed as a whole, or could not remove older backups. */
  failingJobs(): readonly string[];
  close(): void;
}

type Made = 'repositories' | 'staging' | 'containers' | 'folders';

export interface BackupsFeatureOptions
  extends Omit<RepositoriesOptions, 'containers'>, Omit<BackupHost, Made>, Omit<RestoreHost, Made> {
  readonly containers: BackupHost['containers'] & RestoreHost['containers'];
  readonly folders: BackupHost['folders'] & RestoreHost['folders'];
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
}

export function createBackupsFeature(options: BackupsFeatureOptions): BackupsFeature {
  const repositories = createRepositories(options);
  const own = join(options.places.state, 'backups');
  const staging = createStaging(own);
  const host = { ...options, repositories, staging };
  /** Names of containers of which a backup is being taken, or that are made of one. */
  const running = new Set<string>();

  async function exclusively<T>(name: string, act: () => Promise<T>): Promise<T> {
    if (running.has(name)) fail('container-busy', { name, reason: say('it is being backed up, or restored') });
    running.add(name);
    try {
      return await act();
    } finally {
      running.delete(name);
    }
  }

  const store = createJobStore(own);
  const jobs = createScheduledJobs({
    ...options,
    store,
    run(job, report, signal) {
      const take: JobHost['take'] = (name, taking, aborted) =>
        exclusively(name, () =>
          takeBackup({ name, repository: job.repository, job }, { ...host, report: taking.report }, aborted),
        );
      return runJob(job, { ...options, repositories, take, report }, signal);
    },
  });

  return {
    handlers: {
      ...jobHandlers(jobs, store, repositories),
      'backup.check': (params, { signal }) =>
        reportProgress((report) => {
          report({ step: 'check' });
          return checkRepository(params, { ...options, repositories }, signal);
        }),
      'backup.repositories': async () => ({ repositories: [...repositories.list()] }),
      'backup.add': (params, { signal }) => repositories.add(params, signal),
      async 'backup.remove'({ repository }) {
        repositories.remove(repository);
        return {};
      },
      'backup.key': async ({ repository }) => ({ key: repositories.readKey(repository) }),
      'backup.run': (params, { signal }) =>
        reportProgress((report) => exclusively(params.name, () => takeBackup(params, { ...host, report }, signal))),
      'backup.restore': (params, call) =>
        reportProgress((report) => exclusively(params.name, () => restoreBackup(params, { ...host, report }, call))),
      'backup.list': ({ container }, { signal }) => listBackups(repositories, container, signal),
    },
    recovery: { backups: staging.clear, 'scheduled-backups': async () => jobs.begin() },
    failing: jobs.failing,
    failingJobs: jobs.failingJobs,
    close: jobs.close,
  };
}

function jobHandlers(
  jobs: ScheduledJobs,
  store: JobStore,
  repositories: Pick<Repositories, 'find'>,
): HandlersOf<'backup.jobs' | 'backup.save-job' | 'backup.remove-job' | 'backup.run-job'> {
  return {
    'backup.jobs': async () => ({ jobs: store.list().map(shown) }),
    async 'backup.save-job'({ job, plan }, { caller: { identity } }) {
      repositories.find(plan.repository);
      return { job: shown(jobs.save(job, plan, { uid: identity.uid, user: identity.user })) };
    },
    async 'backup.remove-job'({ job }) {
      store.remove(job);
      return {};
    },
    'backup.run-job': ({ job }, { signal }) => reportProgress((report) => jobs.run(job, report, signal)),
  };
}

function shown({ id: _id, ...job }: StoredJob): Omit<StoredJob, 'id'> {
  return job;
}

/** One repository that cannot be read does not hide the others. */
async function listBackups(
  repositories: ReturnType<typeof createRepositories>,
  container: string | undefined,
  signal: AbortSignal,
): Promise<GivenResult<'backup.list'>> {
  const backups: Backup[] = [];
  const unusable: GivenResult<'backup.list'>['unusable'] = [];
  for (const { name } of repositories.list()) {
    try {
      const listed = readBackups(await repositories.run(name, { args: ['snapshots', '--no-lock'], signal }), name);
      backups.push(...listed.filter((one) => container === undefined || one.container === container));
    } catch (error) {
      if (!isFailure(error, 'repository-unusable')) throw error;
      unusable.push({ repository: name, reason: error.data.reason });
    }
  }
  return { backups: backups.toSorted((one, other) => other.createdAt - one.createdAt), unusable };
}
