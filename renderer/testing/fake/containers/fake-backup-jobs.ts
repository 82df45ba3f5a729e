// SPDX-License-Identifier: Apache-2.0
/** Jobs of the fake host, which back containers up when somebody asks for it. */

import { fail } from '../../../../contract/errors.ts';
import type { Backup } from '../../../../contract/model/host/backup.ts';
import type { BackupJob, JobContainers } from '../../../../contract/model/host/backup-job.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';

export type FakeJobs = Pick<Handlers<string>, `backup.${'jobs' | 'save-job' | 'remove-job' | 'run-job'}`>;

interface JobsOptions {
  readonly host: FakeHost;
  /** Fails with `repository-not-found`. */
  readonly known: (repository: string) => unknown;
  readonly take: (name: string, repository: string, job: string) => Backup;
}

export function fakeJobs({ host, known, take }: JobsOptions): FakeJobs {
  const jobs = new Map<string, BackupJob>();

  function find(name: string): BackupJob {
    return jobs.get(name) ?? fail('backup-job-not-found', { job: name });
  }

  function namesOf(chosen: JobContainers): readonly string[] {
    if (chosen.kind === 'names') return chosen.names;
    return [...host.containers.values()]
      .filter(
        ({ isManaged, tags }) => isManaged && (chosen.kind === 'all' || chosen.tags.some((tag) => tags.includes(tag))),
      )
      .map(({ name }) => name);
  }

  return {
    'backup.jobs': async () => ({
      jobs: [...jobs.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    }),
    async 'backup.save-job'({ job: name, plan }) {
      known(plan.repository);
      const nextAt = Date.now() / 1000 + 6 * 3600;
      const job = { ...plan, name, nextAt, last: jobs.get(name)?.last ?? null, uid: 1000, user: 'you' };
      jobs.set(name, job);
      return { job };
    },
    async 'backup.remove-job'({ job }) {
      jobs.delete(find(job).name);
      return {};
    },
    async *'backup.run-job'({ job: name }, { signal }) {
      const job = find(name);
      const names = namesOf(job.containers);
      const failed: { container: string; reason: string }[] = [];
      const done: string[] = [];
      for (const [index, container] of names.entries()) {
        yield { step: 'store', container, done: index, of: names.length, bytesDone: 0, bytes: 0 };
        await pause(400, signal);
        if (host.containers.has(container)) done.push(take(container, job.repository, name).container);
        else failed.push({ container, reason: `cannot find the container ${container}` });
      }
      const last = { at: Date.now() / 1000, done, failed, removed: 0, problem: null };
      jobs.set(name, { ...job, last });
      return last;
    },
  };
}
