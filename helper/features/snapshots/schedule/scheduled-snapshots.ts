// SPDX-License-Identifier: Apache-2.0
/**
 * Takes the snapshots of containers that have a schedule, one container after another, and removes those that are not to
 * be kept. The next time is on the disk before one is begun, so that a helper that crashes during one does not begin it
 * again at once. A time at which the helper did not run is made up for, once.
 */

import { isFailure } from '../../../../contract/errors.ts';
import type { Snapshot } from '../../../../contract/model/containers/snapshot.ts';
import type { SnapshotPlan, KeptSchedule } from '../../../../contract/model/containers/snapshot-schedule.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { ActivityLog } from '../../../journal/activity-log.ts';
import type { Log } from '../../../system/log.ts';
import { messageOf } from '../../../system/message-of.ts';
import { nextSnapshotTime } from '../../../system/next-snapshot.ts';
import type { ScheduleStore } from './schedule-store.ts';

type ScheduleOwner = Pick<KeptSchedule, 'uid' | 'user'>;

export interface ScheduledSnapshots {
  read(name: string): KeptSchedule | undefined;
  /** Sets it; it is on the disk when it returns. */
  set(name: string, plan: SnapshotPlan, by: ScheduleOwner): KeptSchedule;
  clear(name: string): void;
  /** Containers whose schedule could not take its last snapshot. */
  failing(): readonly string[];
  /** Looks at the clock; takes what is due. Resolves when that has ended. */
  look(): Promise<void>;
  /** Looks from now on. */
  begin(): void;
  close(): void;
}

export interface ScheduledTake {
  readonly taken: Snapshot;
  /** How many older ones were removed. */
  readonly removed: number;
}

export interface ScheduledSnapshotsOptions {
  readonly store: ScheduleStore;
  /** Names of all containers. */
  readonly names: () => readonly string[];
  /** Fails with `container-busy` before it calls `onBegin`, and then has done nothing. */
  readonly take: (
    name: string,
    options: { readonly keep: number; readonly onBegin: () => void },
    signal: AbortSignal,
  ) => Promise<ScheduledTake>;
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

const lookEveryMs = 20_000;
/** A container on which somebody works is looked at again after so many seconds, for so long. */
const busyAgainSeconds = 60;
const maxBusySeconds = 1800;

interface SchedulesState extends ScheduledSnapshotsOptions {
  readonly closing: AbortController;
  /** Holds the containers whose snapshot failed, as of the last look. */
  readonly failed: Set<string>;
  /** Says since when somebody has been working on a container whose snapshot is due. */
  readonly busySince: Map<string, number>;
  timer: NodeJS.Timeout | undefined;
  isUnderWay: boolean;
}

export function createScheduledSnapshots(options: ScheduledSnapshotsOptions): ScheduledSnapshots {
  const schedules: SchedulesState = {
    ...options,
    closing: new AbortController(),
    failed: new Set<string>(),
    busySince: new Map<string, number>(),
    timer: undefined,
    isUnderWay: false,
  };
  return {
    read: schedules.store.read,
    set(name, plan, { uid, user }) {
      const schedule: KeptSchedule = {
        ...plan,
        nextAt: nextSnapshotTime(plan.times, schedules.now()),
        last: schedules.store.read(name)?.last ?? null,
        uid,
        user,
      };
      schedules.store.write(name, schedule);
      return schedule;
    },
    clear: (name) => clear(schedules, name),
    failing: () => [...schedules.failed],
    look: () => look(schedules),
    begin: () => beginLooking(schedules),
    close() {
      clearInterval(schedules.timer);
      schedules.closing.abort(new Error('the helper ends'));
    },
  };
}

function remember({ failed }: SchedulesState, name: string, schedule: KeptSchedule | undefined): void {
  if (schedule?.last?.outcome === 'failed') failed.add(name);
  else failed.delete(name);
}

function readRemembered(schedules: SchedulesState, name: string): KeptSchedule | undefined {
  const schedule = schedules.store.read(name);
  remember(schedules, name, schedule);
  return schedule;
}

/** Its file cannot be written: no snapshot would be either. */
function takeTrouble({ failed, log }: SchedulesState, name: string, error: unknown): void {
  failed.add(name);
  log('error', 'snapshot-by-schedule', { container: name, reason: messageOf(error) });
}

async function look(schedules: SchedulesState): Promise<void> {
  if (schedules.isUnderWay) return;
  schedules.isUnderWay = true;
  try {
    const all = schedules.names();
    for (const name of schedules.failed) if (!all.includes(name)) schedules.failed.delete(name);
    // All are read before any snapshot is taken, which may last: who asks for those that failed gets all of them.
    const withSchedule = all.filter((name) => readRemembered(schedules, name) !== undefined);
    for (const name of withSchedule) {
      const schedule = schedules.closing.signal.aborted ? undefined : schedules.store.read(name);
      if (schedule !== undefined)
        await lookAt(schedules, name, schedule).catch((error: unknown) => takeTrouble(schedules, name, error));
    }
  } finally {
    schedules.isUnderWay = false;
  }
}

async function lookAt(schedules: SchedulesState, name: string, schedule: KeptSchedule): Promise<void> {
  const time = schedules.now();
  const nextAt = nextSnapshotTime(schedule.times, time);
  if (time < schedule.nextAt) {
    // The clock was set back: the time that was chosen then is too far away.
    if (schedule.nextAt > nextAt) schedules.store.write(name, { ...schedule, nextAt });
    return;
  }
  schedules.store.write(name, { ...schedule, nextAt });
  const last = await takeRecorded(schedules, name, schedule);
  if (last === 'cancelled') return;
  // Somebody may have changed it, or removed it with the container, meanwhile.
  const present = schedules.store.read(name);
  if (present === undefined) return;
  const isSame = present.nextAt === nextAt;
  const ended: KeptSchedule = {
    ...present,
    nextAt: last === 'busy' && isSame ? time + busyAgainSeconds : present.nextAt,
    last: last === 'busy' ? present.last : last,
  };
  remember(schedules, name, ended);
  schedules.store.write(name, ended);
}

async function takeRecorded(
  schedules: SchedulesState,
  name: string,
  { keep, uid, user }: KeptSchedule,
): Promise<NonNullable<KeptSchedule['last']> | 'busy' | 'cancelled'> {
  let record: number | undefined;
  const onBegin = (): void => {
    record = schedules.activity.begin({ operation: 'snapshot.take', subject: name, uid, user });
  };
  const at = schedules.now();
  try {
    const { taken, removed } = await schedules.take(name, { keep, onBegin }, schedules.closing.signal);
    schedules.busySince.delete(name);
    if (record !== undefined)
      schedules.activity.end(record, 'done', say('by schedule: {words}', { words: wordsOf(taken, removed) }));
    return { outcome: 'done', at, snapshot: taken.name, removed };
  } catch (error) {
    const isCancelled = schedules.closing.signal.aborted;
    if (record === undefined && !isCancelled && isBusy(schedules, name, { error, at })) return 'busy';
    schedules.busySince.delete(name);
    if (!isFailure(error) && !isCancelled)
      schedules.log('error', 'snapshot-by-schedule', { container: name, reason: messageOf(error) });
    const reason = isFailure(error)
      ? error.words
      : say('cannot take it: a fault in the helper; its log has the details');
    endFailed(schedules, record ?? beginRecord(schedules, name, { uid, user }), { isCancelled, reason });
    return isCancelled ? 'cancelled' : { outcome: 'failed', at, reason };
  }
}

function isBusy(
  { busySince }: SchedulesState,
  name: string,
  { error, at }: { readonly error: unknown; readonly at: number },
): boolean {
  if (!isFailure(error, 'container-busy')) return false;
  const since = busySince.get(name) ?? at;
  busySince.set(name, since);
  return at - since < maxBusySeconds;
}

/** Undefined where the disk has no space for it: then the schedule and its alert say that it failed. */
function beginRecord(
  { activity, log }: SchedulesState,
  name: string,
  { uid, user }: ScheduleOwner,
): number | undefined {
  try {
    return activity.begin({ operation: 'snapshot.take', subject: name, uid, user });
  } catch (error) {
    log('warning', 'activity-not-recorded', { container: name, reason: messageOf(error) });
    return undefined;
  }
}

function endFailed(
  { activity, log }: SchedulesState,
  record: number | undefined,
  { isCancelled, reason }: { readonly isCancelled: boolean; readonly reason: Words },
): void {
  if (record === undefined) return;
  const detail = isCancelled ? say('by schedule: the helper ended') : say('by schedule: {reason}', { reason });
  try {
    activity.end(record, isCancelled ? 'cancelled' : 'failed', detail);
  } catch (error) {
    log('warning', 'activity-not-recorded', { reason: messageOf(error) });
  }
}

function clear({ store, failed, busySince }: SchedulesState, name: string): void {
  store.remove(name);
  failed.delete(name);
  busySince.delete(name);
}

function beginLooking(schedules: SchedulesState): void {
  const lookNow = (): void =>
    void look(schedules).catch((error: unknown) =>
      schedules.log('error', 'snapshot-by-schedule', { reason: messageOf(error) }),
    );
  schedules.timer = setInterval(lookNow, lookEveryMs).unref();
  lookNow();
}

function wordsOf({ name }: Snapshot, removed: number): Words {
  if (removed === 0) return name;
  return removed === 1
    ? say('{name}; 1 older one removed', { name })
    : say('{name}; {removed} older ones removed', { name, removed });
}
