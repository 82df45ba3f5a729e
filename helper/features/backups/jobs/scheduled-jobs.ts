// SPDX-License-Identifier: Apache-2.0
/**
 * Runs jobs when their time has come, one after another. The next time is on the disk before a run begins, so that a
 * helper that crashes during one does not begin it again at once. A time at which the helper did not run is made up for,
 * once.
 */

import { fail, isFailure } from '../../../../contract/errors.ts';
import type { BackupPlan, KeptBackupRun } from '../../../../contract/model/host/backup-job.ts';
import type { GivenItem } from '../../../../contract/operations/index.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { ActivityLog } from '../../../journal/activity-log.ts';
import type { Log } from '../../../system/log.ts';
import { messageOf } from '../../../system/message-of.ts';
import { nextSnapshotTime } from '../../../system/next-snapshot.ts';
import type { JobStore, StoredJob } from './job-store.ts';

export interface ScheduledJobsOptions {
  readonly store: JobStore;
  readonly run: (
    job: StoredJob,
    report: (progress: GivenItem<'backup.run-job'>) => void,
    signal: AbortSignal,
  ) => Promise<KeptBackupRun>;
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export interface ScheduledJobs {
  save(name: string, plan: BackupPlan, by: Pick<StoredJob, 'uid' | 'user'>): StoredJob;
  /** Runs one now, and keeps what came of it. Fails with `backup-job-not-found` and `backup-job-running`. */
  run(
    name: string,
    report: (progress: GivenItem<'backup.run-job'>) => void,
    signal: AbortSignal,
  ): Promise<KeptBackupRun>;
  /** Containers of which the last run of a job could take no backup. */
  failing(): readonly string[];
  /** Jobs whose last run failed as a whole, or could not remove older backups. */
  failingJobs(): readonly string[];
  /** Looks at the clock; runs what is due. Resolves when that has ended. */
  look(): Promise<void>;
  /** Looks from now on. */
  begin(): void;
  close(): void;
}

const lookEveryMs = 20_000;

interface JobsState extends ScheduledJobsOptions {
  readonly closing: AbortController;
  readonly running: Set<string>;
  /** The containers whose backup failed, as of the last look. */
  failed: readonly string[];
  /** The jobs whose last run had a problem of its own, as of the last look. */
  failedJobs: readonly string[];
  timer: NodeJS.Timeout | undefined;
  isUnderWay: boolean;
}

export function createScheduledJobs(options: ScheduledJobsOptions): ScheduledJobs {
  const jobs: JobsState = {
    ...options,
    closing: new AbortController(),
    running: new Set<string>(),
    failed: [],
    failedJobs: [],
    timer: undefined,
    isUnderWay: false,
  };
  return {
    save: (name, plan, { uid, user }) => jobs.store.save(name, plan, { uid, user, now: jobs.now() }),
    run: (name, report, signal) => runOne(jobs, { job: jobs.store.find(name), report }, signal),
    failing: () => jobs.failed,
    failingJobs: () => jobs.failedJobs,
    look: () => look(jobs),
    begin() {
      jobs.timer = setInterval(() => void look(jobs), lookEveryMs);
      jobs.timer.unref();
      void look(jobs);
    },
    close() {
      clearInterval(jobs.timer);
      jobs.closing.abort(new Error('the helper ends'));
    },
  };
}

interface Running {
  readonly job: StoredJob;
  readonly report: (progress: GivenItem<'backup.run-job'>) => void;
}

async function runOne(jobs: JobsState, { job, report }: Running, signal: AbortSignal): Promise<KeptBackupRun> {
  const { store, running, run } = jobs;
  if (running.has(job.name)) fail('backup-job-running', { job: job.name });
  running.add(job.name);
  try {
    const last = await run(job, report, signal);
    store.note(job.name, { last });
    return last;
  } finally {
    running.delete(job.name);
    readFailed(jobs);
  }
}

function readFailed(jobs: JobsState): readonly StoredJob[] {
  try {
    const all = jobs.store.list();
    jobs.failed = [...new Set(all.flatMap(({ last }) => last?.failed.map(({ container }) => container) ?? []))];
    jobs.failedJobs = all.flatMap(({ name, last }) => ((last?.problem ?? null) === null ? [] : [name]));
    return all;
  } catch (error) {
    jobs.log('error', 'backup-jobs-not-read', { reason: messageOf(error) });
    return [];
  }
}

async function look(jobs: JobsState): Promise<void> {
  if (jobs.isUnderWay) return;
  jobs.isUnderWay = true;
  try {
    for (const { name } of readFailed(jobs)) {
      // Somebody may have changed or removed it while the one before ran.
      const job = readFailed(jobs).find((one) => one.name === name);
      if (job === undefined || jobs.closing.signal.aborted) continue;
      await lookAt(jobs, job).catch((error: unknown) =>
        jobs.log('error', 'backup-job', { job: name, reason: messageOf(error) }),
      );
    }
  } finally {
    jobs.isUnderWay = false;
  }
}

async function lookAt(jobs: JobsState, job: StoredJob): Promise<void> {
  const { store, now, running, activity, closing, log } = jobs;
  const time = now();
  const nextAt = nextSnapshotTime(job.times, time);
  if (time < job.nextAt || running.has(job.name)) {
    // The clock was set back: the time that was chosen then is too far away.
    if (job.nextAt > nextAt) store.note(job.name, { nextAt });
    return;
  }
  store.note(job.name, { nextAt });
  const record = activity.begin({ operation: 'backup.run-job', subject: null, uid: job.uid, user: job.user });
  try {
    const run = await runOne(jobs, { job, report: () => undefined }, closing.signal);
    const isGood = run.failed.length === 0 && run.problem === null;
    activity.end(record, isGood ? 'done' : 'failed', say('{job}: {words}', { job: job.name, words: wordsOf(run) }));
  } catch (error) {
    if (closing.signal.aborted) {
      activity.end(record, 'cancelled', say('by schedule: the helper ended'));
      return;
    }
    if (!isFailure(error)) log('error', 'backup-job', { job: job.name, reason: messageOf(error) });
    const problem = isFailure(error) ? error.words : say('a fault in the helper; its log has the details');
    store.note(job.name, { last: { at: time, done: [], failed: [], removed: 0, problem } });
    readFailed(jobs);
    activity.end(record, 'failed', say('{job}: {reason}', { job: job.name, reason: problem }));
  }
}

function wordsOf({ done, failed, removed, problem }: KeptBackupRun): Words {
  const counts = say('{done} backed up, {failed} failed, {removed} older backups removed', {
    done: done.length,
    failed: failed.length,
    removed,
  });
  return problem === null ? counts : say('{counts}; {problem}', { counts, problem });
}
