// SPDX-License-Identifier: Apache-2.0
/** Runs a job: backs its containers up, one after another, and removes those of its backups that are not to be kept. */

import { canEngine } from '../../../../contract/model/engines/capabilities.ts';
import { isFailure } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { Backup } from '../../../../contract/model/host/backup.ts';
import type { JobContainers, KeptBackupRun } from '../../../../contract/model/host/backup-job.ts';
import type { GivenItem } from '../../../../contract/operations/index.ts';
import { isDrillContainer } from '../../../../contract/rules/drill-containers.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { ActivityLog } from '../../../journal/activity-log.ts';
import type { Log } from '../../../system/log.ts';
import { messageOf } from '../../../system/message-of.ts';
import type { Containers } from '../../containers/ports/containers.ts';
import type { Repositories } from '../repositories.ts';
import type { StoredJob } from './job-store.ts';
import { removeOlder } from './remove-older.ts';

type JobProgress = GivenItem<'backup.run-job'>;
type ReportJob = (progress: JobProgress) => void;
type TakeProgress = Pick<JobProgress, 'bytesDone' | 'bytes'> & { readonly step: 'copy' | 'store' };

export interface JobHost {
  readonly repositories: Pick<Repositories, 'run'>;
  readonly containers: Pick<Containers, 'list'>;
  /** Takes a backup of a container for a job; fails with `container-busy` while somebody else does. */
  readonly take: (
    name: string,
    options: { readonly job: StoredJob; readonly report: (progress: TakeProgress) => void },
    signal: AbortSignal,
  ) => Promise<Backup>;
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** A container that is worked on is tried once more when the others are done. */
type Attempt = 'first' | 'last';

/** Gives what came of it; rejects where it was aborted, and with a fault of the helper. */
export async function runJob(
  job: StoredJob,
  host: JobHost & { readonly report: ReportJob },
  signal: AbortSignal,
): Promise<KeptBackupRun> {
  const { containers, now, report } = host;
  const run = { at: now(), done: [] as string[], failed: [] as KeptBackupRun['failed'] };
  const names = containersOf(job.containers, await containers.list(signal));
  const postponed: string[] = [];
  const takeOne = async (name: string, attempt: Attempt): Promise<void> => {
    const done = run.done.length + run.failed.length;
    const reportOne = (progress: TakeProgress): void =>
      report({ ...progress, container: name, done, of: names.length });
    const reason = await takeRecorded({ name, job, attempt }, { ...host, reportOne }, signal);
    if (reason === null) postponed.push(name);
    else if (reason === undefined) run.done.push(name);
    else run.failed.push({ container: name, reason });
  };
  for (const name of names) await takeOne(name, 'first');
  for (const name of [...postponed]) await takeOne(name, 'last');
  report({ step: 'remove', container: null, done: names.length, of: names.length, bytesDone: 0, bytes: 0 });
  try {
    const removed = await removeOlder({ job, containers: run.done }, host.repositories, signal);
    return { ...run, removed, problem: null };
  } catch (error) {
    signal.throwIfAborted();
    return { ...run, removed: 0, problem: say('older backups stay: {reason}', { reason: wordsOf(error, host.log) }) };
  }
}

/** Names the containers of a job; where none are named, of those that can be backed up. */
function containersOf(chosen: JobContainers, all: readonly Container[]): readonly string[] {
  if (chosen.kind === 'names') return [...new Set(chosen.names)];
  return all
    .filter(
      ({ name, engine, isManaged, tags }) =>
        canEngine({ engine }, 'layer') &&
        isManaged &&
        !isDrillContainer(name) &&
        (chosen.kind === 'all' || chosen.tags.some((tag) => tags.includes(tag))),
    )
    .map(({ name }) => name);
}

interface Taking {
  readonly name: string;
  readonly job: StoredJob;
  readonly attempt: Attempt;
}

/** Gives why it could not be taken; undefined once it is, null while somebody else works on the container. */
async function takeRecorded(
  { name, job, attempt }: Taking,
  { take, activity, log, reportOne }: JobHost & { readonly reportOne: (progress: TakeProgress) => void },
  signal: AbortSignal,
): Promise<Words | null | undefined> {
  signal.throwIfAborted();
  let record: number | undefined;
  try {
    record = activity.begin({ operation: 'backup.run', subject: name, uid: job.uid, user: job.user });
    await take(name, { job, report: reportOne }, signal);
    activity.end(record, 'done', say('by the job {job}', { job: job.name }));
    return undefined;
  } catch (error) {
    const isCancelled = signal.aborted;
    const isBusy = attempt === 'first' && isFailure(error, 'container-busy');
    const reason = isCancelled ? say('it was cancelled') : wordsOf(error, log);
    const detail = say('by the job {job}: {reason}', { job: job.name, reason });
    if (record !== undefined) activity.end(record, isCancelled ? 'cancelled' : 'failed', detail);
    signal.throwIfAborted();
    return isBusy ? null : reason;
  }
}

function wordsOf(error: unknown, log: Log): Words {
  if (isFailure(error)) return error.words;
  log('error', 'backup-by-job', { reason: messageOf(error) });
  return say('a fault in the helper; its log has the details');
}
