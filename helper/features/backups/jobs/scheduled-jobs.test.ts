// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { type BackupPlan, type KeptBackupRun, maxBackupJobs } from '../../../../contract/model/host/backup-job.ts';
import { createJobStore } from './job-store.ts';
import { createScheduledJobs, type ScheduledJobs } from './scheduled-jobs.ts';

const by = { uid: 1001, user: 'operator' };
const begun = 1_795_532_000;
const hours = (count: number): number => count * 3600;
const plan: BackupPlan = {
  repository: 'disk',
  containers: { kind: 'all' },
  times: { every: 'hours', hours: 6 },
  keep: { last: 3, hourly: 0, daily: 0, weekly: 0, monthly: 0 },
};

describe('jobs by the clock', () => {
  let folder: string;
  let now: number;
  let ran: string[];
  let outcome: KeptBackupRun | Error;
  /** What was written to the activity log and to the helper's own log. */
  let reported: unknown[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-jobs-'));
    [now, ran, reported] = [begun, [], []];
    outcome = { at: begun, done: ['web'], failed: [], removed: 2, problem: null };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function start(run?: () => Promise<never>): ScheduledJobs {
    return createScheduledJobs({
      store: createJobStore(folder),
      run:
        run ??
        (async ({ name }) => {
          ran.push(name);
          if (outcome instanceof Error) throw outcome;
          return outcome;
        }),
      activity: {
        begin: ({ operation, subject, user }) => reported.push(['begin', operation, subject, user]),
        end: (_id, ended, detail) => reported.push([ended, detail === null ? null : inEnglish(detail)]),
      },
      log: (level, event) => reported.push([level, event]),
      now: () => now,
    });
  }
  const stored = () => createJobStore(folder).find('nightly');

  it('run when their time has come, once, in the name of who saved them', async () => {
    const jobs = start();
    expect(jobs.save('nightly', plan, by)).toMatchObject({ ...plan, ...by, nextAt: begun + hours(6), last: null });
    now = begun + hours(6) - 1;
    await jobs.look();
    expect(ran).toEqual([]);
    now += 1;
    await jobs.look();
    await jobs.look();
    expect([ran, reported]).toEqual([
      ['nightly'],
      [
        ['begin', 'backup.run-job', null, 'operator'],
        ['done', 'nightly: 1 backed up, 0 failed, 2 older backups removed'],
      ],
    ]);
    expect(stored()).toMatchObject({ nextAt: begun + hours(12), last: outcome });
  });

  it('that were missed while the host was off are made up for by one', async () => {
    start().save('nightly', plan, by);
    now = begun + hours(50);
    const next = start();
    await next.look();
    await next.look();
    expect([ran, stored().nextAt]).toEqual([['nightly'], now + hours(6)]);
  });

  it('have their next time on the disk before they begin', async () => {
    start().save('nightly', plan, by);
    now = begun + hours(6);
    void start(() => new Promise(() => undefined)).look();
    await start().look();
    expect(ran).toEqual([]);
  });

  it('say which containers failed, after a restart too, until a run takes a backup of them', async () => {
    const jobs = start();
    jobs.save('nightly', plan, by);
    outcome = { at: begun, done: [], failed: [{ container: 'web', reason: 'cannot' }], removed: 0, problem: null };
    now = begun + hours(6);
    await jobs.look();
    expect([jobs.failing(), reported.at(-1)]).toEqual([
      ['web'],
      ['failed', 'nightly: 0 backed up, 1 failed, 0 older backups removed'],
    ]);
    const next = start();
    await next.look();
    expect(next.failing()).toEqual(['web']);
    outcome = { at: begun, done: ['web'], failed: [], removed: 0, problem: null };
    now += hours(6);
    await next.look();
    expect(next.failing()).toEqual([]);
  });

  it('that cannot begin say why', async () => {
    const jobs = start();
    jobs.save('nightly', plan, by);
    outcome = new Failure('repository-not-found', { repository: 'disk' });
    now = begun + hours(6);
    await jobs.look();
    expect(inEnglish(stored().last?.problem ?? '')).toContain('cannot find the repository disk');
    expect(reported.at(-1)).toEqual(['failed', expect.stringContaining('cannot find the repository disk')]);
    expect(jobs.failingJobs()).toEqual(['nightly']);
  });

  it('that could not remove older backups say so, after a restart too, until a run can', async () => {
    const jobs = start();
    jobs.save('nightly', plan, by);
    outcome = { at: begun, done: ['web'], failed: [], removed: 0, problem: 'older backups stay' };
    now = begun + hours(6);
    await jobs.look();
    expect([jobs.failing(), jobs.failingJobs()]).toEqual([[], ['nightly']]);
    const next = start();
    await next.look();
    expect(next.failingJobs()).toEqual(['nightly']);
    outcome = { at: begun, done: ['web'], failed: [], removed: 0, problem: null };
    now += hours(6);
    await next.look();
    expect(next.failingJobs()).toEqual([]);
  });

  it('are not put off by a clock that was ahead when they were saved', async () => {
    const jobs = start();
    now = begun + hours(1000);
    jobs.save('nightly', plan, by);
    now = begun;
    await jobs.look();
    expect(stored().nextAt).toBe(begun + hours(6));
  });

  it('are cancelled with the helper, which is no failure', async () => {
    let isRunning: (() => void) | undefined;
    const running = new Promise<void>((resolve) => (isRunning = resolve));
    const jobs = createScheduledJobs({
      store: createJobStore(folder),
      run: (_job, _report, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
          isRunning?.();
        }),
      activity: { begin: () => 0, end: (_id, ended) => reported.push(ended) },
      log: () => undefined,
      now: () => now,
    });
    jobs.save('nightly', plan, by);
    now = begun + hours(6);
    const look = jobs.look();
    await running;
    jobs.close();
    await look;
    expect([reported, stored().last]).toEqual([['cancelled'], null]);
  });

  it('are at most so many, and one of them can be changed still', () => {
    const jobs = start();
    for (let index = 0; index < maxBackupJobs; index += 1) jobs.save(`job-${index}`, plan, by);
    expect(() => jobs.save('more', plan, by)).toThrow(`a host has ${maxBackupJobs} at most`);
    expect(jobs.save('job-1', { ...plan, repository: 'other' }, by).repository).toBe('other');
  });

  it('whose file cannot be read are not written over', async () => {
    const path = join(folder, 'jobs.json');
    writeFileSync(path, '{"jobs":[]}');
    const jobs = start();
    await jobs.look();
    expect(reported).toEqual([['error', 'backup-jobs-not-read']]);
    expect(() => jobs.save('nightly', plan, by)).toThrow();
    expect(readFileSync(path, 'utf8')).toBe('{"jobs":[]}');
  });
});
