// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { SnapshotPlan, SnapshotSchedule } from '../contract/model/containers/snapshot-schedule.ts';
import { given } from '../testing/given-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const set = (plan: SnapshotPlan, last: SnapshotSchedule['last'] = null): SnapshotSchedule => ({
  ...plan,
  nextAt: 1_795_532_000,
  last,
  uid: 1000,
  user: 'operator',
});
const weekly = set(
  { times: { every: 'week', on: 'monday', at: '04:30' }, keep: 4 },
  { outcome: 'failed', at: 1_795_500_000, reason: 'cannot take it: the disk is full' },
);

const openHost = (asked: unknown[], schedule: SnapshotSchedule | null = null): Promise<string> =>
  given({
    'snapshot.list': async () => ({ snapshots: [], schedule }),
    'snapshot.schedule': async (params) => {
      asked.push(params);
      return { schedule: set(params.plan) };
    },
    'snapshot.unschedule': async (params) => {
      asked.push(params);
      return {};
    },
  });

describe('snapshot schedule', () => {
  it.each([
    [['--every', 'day'], { times: { every: 'day', at: '03:00' }, keep: 7 }],
    [['--every', '6h', '--keep', '8'], { times: { every: 'hours', hours: 6 }, keep: 8 }],
    [
      ['--every', 'week', '--on', 'Monday', '--at', '04:30'],
      { times: { every: 'week', on: 'monday', at: '04:30' }, keep: 7 },
    ],
  ])('with %j sends the plan', async (options, plan) => {
    const asked: unknown[] = [];
    const { exitCode } = await runCommand(['snapshot', 'schedule', 'web', ...options], {
      socketPath: await openHost(asked),
    });
    expect([exitCode, asked]).toEqual([0, [{ name: 'web', plan }]]);
  });

  it.each([
    [['--keep', '3'], 'give --every'],
    [['--every', '200h'], '--every: must be at most 168 hours'],
    [['--every', 'day', '--keep', '99'], '--keep: must be at most 50'],
    [['--every', '6h', '--at', '03:00'], '--at goes with --every day or week'],
    [['--every', 'day', '--on', 'monday'], '--on goes with --every week'],
    [['--every', 'often'], 'Write hours such as 6h'],
  ])('with %j is a usage error, and asks no host', async (options, problem) => {
    const { exitCode, stderr } = await runCommand(['snapshot', 'schedule', 'web', ...options], {
      socketPath: '/nowhere',
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
  });

  it('without options says what is set and what came of the last time', async () => {
    const asked: unknown[] = [];
    const socketPath = await openHost(asked, weekly);
    const { stdout } = await runCommand(['snapshot', 'schedule', 'web'], { socketPath });
    expect(stdout.split('\n')).toEqual([
      'every week on Monday at 04:30, the newest 4 are kept; set by operator',
      expect.stringMatching(/^next: /),
      expect.stringMatching(/^last: .*, failed: cannot take it: the disk is full$/),
      '',
    ]);
    const json = await runCommand(['snapshot', 'schedule', 'web', '--json'], { socketPath });
    expect(linesOf(json.stdout)).toMatchObject([
      { container: 'web', schedule: { every: 'week', on: 'monday', at: '04:30', keep: 4, next: 1_795_532_000 } },
    ]);
    expect(asked).toEqual([]);
  });

  it('is ended by unschedule', async () => {
    const asked: unknown[] = [];
    const { stdout } = await runCommand(['snapshot', 'unschedule', 'web'], { socketPath: await openHost(asked) });
    expect([stdout, asked]).toEqual(['no more snapshots of web are taken by a schedule\n', [{ name: 'web' }]]);
  });
});
