// SPDX-License-Identifier: Apache-2.0
/**
 * The drill that runs every night, by the host's clock. Its settings are on the disk; the next time is written there
 * before a run begins, so that a helper that crashes during one does not begin it again at once. Each run is in the
 * activity log, and a new breach in the helper's log as well.
 */

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isFailure } from '../../../../contract/errors.ts';
import { type DrillSchedule, drillScheduleSchema, type SignedDrillReport } from '../../../../contract/model/drill.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { ActivityLog } from '../../../journal/activity-log.ts';
import type { Log } from '../../../system/log.ts';
import { runToEnd } from '../../../system/work/run-to-end.ts';
import { writeDurably } from '../../../system/files/write-durably.ts';
import { asDiskFull } from '../../../system/files/disk-full.ts';
import { hasCode } from '../../../system/errno.ts';
import { messageOf } from '../../../system/message-of.ts';
import { nextTimeOfDay } from '../../../system/next-time-of-day.ts';

/** The drill that runs every night, if one does. */
export interface NightlyDrill {
  read(): DrillSchedule | undefined;
  /** Sets it; it is on the disk when it returns. */
  set(at: string, by: Pick<DrillSchedule, 'uid' | 'user'>): DrillSchedule;
  clear(): void;
  /** Looks at the clock; runs the drill when its time has come. Resolves when it has ended. */
  look(): Promise<void>;
  /** Looks from now on. */
  begin(): void;
  close(): void;
}

export interface NightlyDrillOptions {
  /** The folder of the reports. */
  readonly folder: string;
  readonly run: (signal: AbortSignal) => AsyncGenerator<unknown, SignedDrillReport, undefined>;
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

const lookEveryMs = 15_000;
/** A time that is longer ago was slept through. */
const maxLateSeconds = 600;

export function createNightlyDrill({ folder, run, activity, log, now }: NightlyDrillOptions): NightlyDrill {
  const path = join(folder, 'schedule.json');
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isUnderWay = false;

  function read(): DrillSchedule | undefined {
    try {
      return drillScheduleSchema().parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      log('error', 'drill-schedule-not-read', { reason: messageOf(error) });
      return undefined;
    }
  }

  function write(schedule: DrillSchedule): DrillSchedule {
    try {
      writeDurably(path, JSON.stringify(schedule), 0o600);
    } catch (error) {
      throw asDiskFull(error, folder);
    }
    return schedule;
  }

  async function look(): Promise<void> {
    const schedule = read();
    if (schedule === undefined || isUnderWay || now() < schedule.nextAt) return;
    write({ ...schedule, nextAt: nextTimeOfDay(schedule.at, now()) });
    if (now() - schedule.nextAt > maxLateSeconds) return;
    isUnderWay = true;
    try {
      await runRecorded(schedule);
    } finally {
      isUnderWay = false;
    }
  }

  async function runRecorded({ uid, user }: DrillSchedule): Promise<void> {
    const record = activity.begin({ operation: 'drill.run', subject: null, uid, user });
    try {
      const { report } = await runToEnd(run(closing.signal));
      const holes = (report.changes ?? []).filter(({ kind }) => kind === 'new-hole').map(({ probe }) => probe);
      if (holes.length > 0) log('error', 'drill-new-hole', { report: report.id, probes: holes.join(' ') });
      activity.end(
        record,
        report.summary.failed === 0 ? 'done' : 'failed',
        say('by schedule: {words}', { words: outcomeOf(report, holes) }),
      );
    } catch (error) {
      if (!isFailure(error)) log('error', 'drill-by-schedule', { reason: messageOf(error) });
      activity.end(
        record,
        closing.signal.aborted ? 'cancelled' : 'failed',
        say('by schedule: {words}', {
          words: isFailure(error) ? error.words : say('a fault in the helper; its log has the details'),
        }),
      );
    }
  }

  return {
    read,
    set: (at, { uid, user }) => write({ at, nextAt: nextTimeOfDay(at, now()), uid, user }),
    clear: () => rmSync(path, { force: true }),
    look,
    begin() {
      timer = setInterval(
        () => void look().catch((error: unknown) => log('error', 'drill-by-schedule', { reason: messageOf(error) })),
        lookEveryMs,
      ).unref();
    },
    close() {
      clearInterval(timer);
      closing.abort(new Error('the helper ends'));
    },
  };
}

function outcomeOf({ id, summary: { passed, failed } }: SignedDrillReport['report'], holes: readonly string[]): Words {
  if (holes.length > 0)
    return say('a new hole: {holes} stopped before, and no more; report {id}', { holes: holes.join(', '), id });
  return failed === 0
    ? say('all {passed} probes were blocked; report {id}', { passed, id })
    : say('{failed} of {count} probes did not pass; report {id}', {
        failed,
        count: passed + failed,
        id,
      });
}
