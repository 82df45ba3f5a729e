// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { Failure } from '../../../../contract/errors.ts';
import type { Snapshot } from '../../../../contract/model/containers/snapshot.ts';
import type { SnapshotPlan } from '../../../../contract/model/containers/snapshot-schedule.ts';
import { containerPlaces } from '../../../lxc/places.ts';
import { createScheduleStore } from './schedule-store.ts';
import { createScheduledSnapshots, type ScheduledSnapshots } from './scheduled-snapshots.ts';

const by = { uid: 1001, user: 'operator' };
const begun = 1_795_532_000;
const plan: SnapshotPlan = { times: { every: 'hours', hours: 6 }, keep: 3 };
const hours = (count: number): number => count * 3600;

const snapshot: Snapshot = {
  name: 'scheduled-1',
  createdAt: begun,
  bytes: 1,
  reason: 'scheduled',
  image: 'debian-13',
  wasRunning: true,
};

describe('snapshots by a schedule', () => {
  let folder: string;
  let now: number;
  /** What taking one comes to. */
  let outcome: { readonly removed: number } | Error;
  let names: readonly string[];
  let takes: unknown[];
  /** What was written to the activity log and to the helper's own log. */
  let reported: unknown[];

  const placesOf = (name: string) => containerPlaces({ lxc: join(folder, 'lxc'), state: folder }, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-schedule-'));
    now = begun;
    outcome = { removed: 0 };
    names = ['web'];
    takes = [];
    reported = [];
    for (const name of ['web', 'db']) mkdirSync(placesOf(name).layers, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function start(take?: () => Promise<never>): ScheduledSnapshots {
    const log = (level: string, event: string): number => reported.push([level, event]);
    return createScheduledSnapshots({
      store: createScheduleStore({ lxc: join(folder, 'lxc'), state: folder, cgroup: '' }, log),
      names: () => names,
      take:
        take ??
        (async (name, { keep, onBegin }) => {
          takes.push([name, keep]);
          if (outcome instanceof Failure && outcome.code === 'container-busy') throw outcome;
          onBegin();
          if (outcome instanceof Error) throw outcome;
          return { taken: snapshot, removed: outcome.removed };
        }),
      activity: {
        begin: (entry) => reported.push(['begin', entry.operation, entry.subject, entry.user]),
        end: (_id, ended, detail) => reported.push([ended, inEnglish(detail)]),
      },
      log,
      now: () => now,
    });
  }

  it('are taken when their time has come, once, in the name of who set it', async () => {
    const scheduled = start();
    expect(scheduled.set('web', plan, by)).toEqual({ ...plan, nextAt: begun + hours(6), last: null, ...by });
    now = begun + hours(6) - 1;
    await scheduled.look();
    expect(takes).toEqual([]);
    now += 1;
    outcome = { removed: 2 };
    await scheduled.look();
    await scheduled.look();
    expect([takes, reported]).toEqual([
      [['web', 3]],
      [
        ['begin', 'snapshot.take', 'web', 'operator'],
        ['done', 'by schedule: scheduled-1; 2 older ones removed'],
      ],
    ]);
    expect(scheduled.read('web')).toMatchObject({
      nextAt: begun + hours(12),
      last: { outcome: 'done', at: now, snapshot: 'scheduled-1', removed: 2 },
    });
  });

  it('are remembered by the next helper, and taken no more once that is switched off', async () => {
    start().set('web', plan, by);
    const next = start();
    expect(next.read('web')?.nextAt).toBe(begun + hours(6));
    next.clear('web');
    next.clear('web');
    now += hours(7);
    await next.look();
    expect([next.read('web'), takes]).toEqual([undefined, []]);
  });

  it('that were missed while the host was off are made up for by one', async () => {
    const scheduled = start();
    scheduled.set('web', plan, by);
    now = begun + hours(50);
    await scheduled.look();
    await scheduled.look();
    expect([takes.length, scheduled.read('web')?.nextAt]).toEqual([1, now + hours(6)]);
  });

  it('have their next time on the disk before they begin, so that a helper that dies over one does not begin it again', async () => {
    start().set('web', plan, by);
    now = begun + hours(6);
    void start(() => new Promise(() => undefined)).look();
    await start().look();
    expect(takes).toEqual([]);
  });

  it('that fail are a failure in the activity log, are said to fail, and come again at the next time', async () => {
    const scheduled = start();
    scheduled.set('web', plan, by);
    outcome = new Failure('disk-full', { path: '/var/lib/bulkhead' });
    now = begun + hours(6);
    await scheduled.look();
    expect([scheduled.failing(), reported.at(-1), scheduled.read('web')?.last]).toEqual([
      ['web'],
      ['failed', expect.stringMatching(/^by schedule: cannot /)],
      {
        outcome: 'failed',
        at: now,
        reason: expect.objectContaining({ message: expect.stringMatching(/^cannot /) as unknown }) as unknown,
      },
    ]);
    expect(start().failing()).toEqual([]);
    const next = start();
    await next.look();
    expect(next.failing()).toEqual(['web']);
    outcome = { removed: 0 };
    now += hours(6);
    await next.look();
    expect([next.failing(), takes.length]).toEqual([[], 2]);
  });

  it('wait for who works on the container, without an entry for each try, and fail when that lasts', async () => {
    const scheduled = start();
    scheduled.set('web', plan, by);
    outcome = new Failure('container-busy', { name: 'web', reason: 'it is being started' });
    now = begun + hours(6);
    for (let tries = 0; tries < 4; tries += 1) {
      await scheduled.look();
      now += 61;
    }
    expect([takes.length, reported, scheduled.failing()]).toEqual([4, [], []]);
    now += 1800;
    await scheduled.look();
    expect([scheduled.failing(), reported.length]).toEqual([['web'], 2]);
  });

  it('of one container do not keep those of another from being taken', async () => {
    names = ['db', 'web'];
    const scheduled = start();
    scheduled.set('web', plan, by);
    writeFileSync(placesOf('db').snapshotSchedule, '{"keep":0}');
    now = begun + hours(6);
    await scheduled.look();
    expect([takes, reported[0]]).toEqual([[['web', 3]], ['error', 'snapshot-schedule-not-read']]);
  });

  it('are not put off by a clock that was ahead when they were set', async () => {
    const scheduled = start();
    now = begun + hours(1000);
    scheduled.set('web', plan, by);
    now = begun;
    await scheduled.look();
    expect(scheduled.read('web')?.nextAt).toBe(begun + hours(6));
  });

  it('of a container that is gone are said to fail no more', async () => {
    const scheduled = start();
    scheduled.set('web', plan, by);
    outcome = new Failure('disk-full', { path: '/' });
    now = begun + hours(6);
    await scheduled.look();
    names = [];
    await scheduled.look();
    expect(scheduled.failing()).toEqual([]);
  });
});
