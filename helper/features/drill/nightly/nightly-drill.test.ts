// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { Failure } from '../../../../contract/errors.ts';
import type { DrillChange, SignedDrillReport } from '../../../../contract/model/drill.ts';
import { nextTimeOfDay } from '../../../system/next-time-of-day.ts';
import { createNightlyDrill, type NightlyDrill } from './nightly-drill.ts';

const by = { uid: 1001, user: 'operator' };
const evening = new Date(2026, 10, 24, 22, 30).getTime() / 1000;
const night = new Date(2026, 10, 25, 3, 0).getTime() / 1000;

function reportOf(failed: number, changes: DrillChange[] | null): SignedDrillReport {
  const host = {
    name: 'h',
    kernel: '6',
    lxc: null,
    selinux: 'enforcing',
    policy: null,
    policySha256: null,
    helper: '1',
  } as const;
  const summary = { probes: 55, passed: 55 - failed, failed };
  return {
    report: {
      version: 1,
      id: '20261125T030000Z-000000',
      startedAt: 1,
      endedAt: 2,
      host,
      results: [],
      experiments: [],
      limitations: [],
      changes,
      summary,
    },
    hashes: [],
    signature: { algorithm: 'ed25519', publicKey: '', value: '' },
  };
}

describe('the drill of every night', () => {
  let folder: string;
  let now: number;
  let outcome: SignedDrillReport | Error;
  /** What was written to the activity log and to the helper's own log. */
  let reported: unknown[];
  let runs: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-nightly-'));
    now = evening;
    outcome = reportOf(0, []);
    reported = [];
    runs = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function start(): NightlyDrill {
    return createNightlyDrill({
      folder,
      async *run() {
        runs += 1;
        yield 'a step';
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
      activity: {
        begin: (entry) => reported.push(['begin', entry.operation, entry.user]),
        end: (_id, ended, detail) => reported.push([ended, inEnglish(detail)]),
      },
      log: (level, event, fields) => reported.push([level, event, fields?.['probes']]),
      now: () => now,
    });
  }

  it('runs at its time, in the name of who wanted it, and once', async () => {
    const nightly = start();
    expect(nightly.set('03:00', by)).toEqual({ at: '03:00', nextAt: night, ...by });
    now = night - 1;
    await nightly.look();
    expect(runs).toBe(0);
    now = night + 14;
    await nightly.look();
    await nightly.look();
    expect([runs, reported]).toEqual([
      1,
      [
        ['begin', 'drill.run', 'operator'],
        ['done', 'by schedule: all 55 probes were blocked; report 20261125T030000Z-000000'],
      ],
    ]);
    expect(nightly.read()?.nextAt).toBe(nextTimeOfDay('03:00', now));
  });

  it('is remembered by the next helper, and runs no more once it is switched off', async () => {
    start().set('03:00', by);
    const next = start();
    expect(next.read()).toEqual({ at: '03:00', nextAt: night, ...by });
    next.clear();
    next.clear();
    now = night;
    await next.look();
    expect([next.read(), runs]).toEqual([undefined, 0]);
  });

  it('has its next time on the disk before it begins, so that a helper that dies over it does not begin it again', async () => {
    const nightly = start();
    nightly.set('03:00', by);
    now = night;
    const dies = createNightlyDrill({
      folder,
      run: () => ({ next: () => new Promise(() => undefined) }) as never,
      activity: { begin: () => 1, end: () => undefined },
      log: () => undefined,
      now: () => now,
    });
    void dies.look();
    await Promise.resolve();
    await start().look();
    expect([runs, start().read()?.nextAt]).toEqual([0, nextTimeOfDay('03:00', night)]);
  });

  it('leaves out a night that the host slept through', async () => {
    const nightly = start();
    nightly.set('03:00', by);
    now = night + 5 * 3600;
    await nightly.look();
    expect([runs, nightly.read()?.nextAt]).toEqual([0, nextTimeOfDay('03:00', now)]);
  });

  it('tells a new hole in the activity log as a failure, and in the log as an error', async () => {
    const nightly = start();
    nightly.set('03:00', by);
    outcome = reportOf(2, [
      { probe: 'file-read', kind: 'new-hole' },
      { probe: 'file-list', kind: 'closed' },
    ]);
    now = night;
    await nightly.look();
    expect(reported.slice(1)).toEqual([
      ['error', 'drill-new-hole', 'file-read'],
      ['failed', 'by schedule: a new hole: file-read stopped before, and no more; report 20261125T030000Z-000000'],
    ]);
  });

  it('writes down why it could not run, and runs the next night all the same', async () => {
    const nightly = start();
    nightly.set('03:00', by);
    outcome = new Failure('drill-running', {});
    now = night;
    await nightly.look();
    expect(reported.at(-1)).toEqual([
      'failed',
      'by schedule: cannot run the drill: one is running on this host; wait until it has ended',
    ]);
    outcome = reportOf(0, null);
    now = nextTimeOfDay('03:00', night);
    await nightly.look();
    expect([runs, reported.at(-1)]).toEqual([2, ['done', expect.stringContaining('all 55 probes were blocked')]]);
  });

  it('takes a schedule that cannot be read for none, and says so', async () => {
    writeFileSync(join(folder, 'schedule.json'), '{"at":"25:00"}');
    expect(start().read()).toBeUndefined();
    expect(reported).toMatchObject([['error', 'drill-schedule-not-read', undefined]]);
  });
});
