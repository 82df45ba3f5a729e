// SPDX-License-Identifier: Apache-2.0
/** Snapshots on the fake host: of its containers' names, without any files. */

import { fail } from '../../../../contract/errors.ts';
import { keptBeforeChanges, maxSnapshots, type Snapshot } from '../../../../contract/model/containers/snapshot.ts';
import type { SnapshotSchedule } from '../../../../contract/model/containers/snapshot-schedule.ts';
import { type SnapshotStep, snapshotStepSchema } from '../../../../contract/operations/containers/snapshot.ts';
import type { FakeHost } from '../fake-host.ts';
import type { HandlersOf } from '../handlers-of.ts';
import { pause } from '../pause.ts';
import { findManaged } from './find-container.ts';

const schedules = new WeakMap<FakeHost, Map<string, SnapshotSchedule>>();

/** Gives the handlers that take, restore and schedule snapshots. */
export function fakeSnapshots(host: FakeHost): HandlersOf<`snapshot.${string}`> {
  return { ...keepingHandlers(host), ...scheduleHandlers(host) };
}

function keepingHandlers(host: FakeHost): HandlersOf<`snapshot.${'list' | 'take' | 'restore' | 'remove'}`> {
  return {
    'snapshot.list': async ({ name }) => ({
      snapshots: [...snapshotsOf(host, name)],
      schedule: schedulesOf(host).get(name) ?? null,
    }),
    async *'snapshot.take'({ name, before, snapshot }, { signal }) {
      findManaged(host, name);
      for (const step of ['check', 'copy', 'write'] as const) {
        yield progressOf(step);
        await pause(300, signal);
      }
      const time = nameOfTime(host.now());
      if (before === undefined) return add(host, name, { name: snapshot ?? time, reason: 'taken' });
      const taken = add(host, name, { name: snapshot ?? `before-${before}-${time}`, reason: 'before-change' });
      const kept = snapshotsOf(host, name);
      const older = kept.filter(({ reason }) => reason === 'before-change').slice(keptBeforeChanges);
      host.snapshots.set(
        name,
        kept.filter((one) => !older.includes(one)),
      );
      return taken;
    },
    async *'snapshot.restore'({ name, snapshot, keepPresent }, { signal }) {
      if (findManaged(host, name).state !== 'stopped') fail('container-running', { name });
      const restored =
        snapshotsOf(host, name).find((one) => one.name === snapshot) ?? fail('snapshot-not-found', { name, snapshot });
      const present = { name: `before-${nameOfTime(host.now())}`, reason: 'before-restore' } as const;
      const kept = keepPresent ? add(host, name, present) : null;
      for (const step of ['clear', 'copy', 'mount'] as const) {
        yield progressOf(step);
        await pause(300, signal);
      }
      return { restored, kept };
    },
    'snapshot.remove': async ({ name, snapshot }) => {
      const kept = snapshotsOf(host, name);
      const at = kept.findIndex((one) => one.name === snapshot);
      if (at < 0) fail('snapshot-not-found', { name, snapshot });
      kept.splice(at, 1);
      return {};
    },
  };
}

function scheduleHandlers(host: FakeHost): HandlersOf<`snapshot.${'schedule' | 'unschedule'}`> {
  return {
    'snapshot.schedule': async ({ name, plan }) => {
      findManaged(host, name);
      const last = schedulesOf(host).get(name)?.last ?? null;
      const schedule = { ...plan, nextAt: host.now() + 3600, last, uid: 1000, user: 'you' };
      schedulesOf(host).set(name, schedule);
      return { schedule };
    },
    'snapshot.unschedule': async ({ name }) => {
      findManaged(host, name);
      schedulesOf(host).delete(name);
      return {};
    },
  };
}

/** Gives the snapshots of the container of this name, newest first; the array is the host's own. */
function snapshotsOf(host: FakeHost, name: string): Snapshot[] {
  const { createdAt } = findManaged(host, name);
  const kept = host.snapshots.get(name) ?? (name === 'web' ? seededSnapshots(createdAt ?? host.now(), host.now()) : []);
  host.snapshots.set(name, kept);
  return kept;
}

function add(host: FakeHost, name: string, chosen: Pick<Snapshot, 'name' | 'reason'>): Snapshot {
  const kept = snapshotsOf(host, name);
  if (kept.some((one) => one.name === chosen.name)) fail('snapshot-exists', { name, snapshot: chosen.name });
  if (kept.length >= maxSnapshots) fail('snapshots-full', { name, max: maxSnapshots });
  const { image, state } = findManaged(host, name);
  const taken: Snapshot = {
    ...chosen,
    createdAt: host.now(),
    bytes: 180_224_000,
    image: image ?? '',
    wasRunning: state !== 'stopped',
  };
  kept.unshift(taken);
  return taken;
}

function schedulesOf(host: FakeHost): Map<string, SnapshotSchedule> {
  const known = schedules.get(host) ?? new Map([['web', seededSchedule(host.now())]]);
  schedules.set(host, known);
  return known;
}

function seededSnapshots(createdAt: number, now: number): Snapshot[] {
  const usual = { image: 'debian-13', wasRunning: true };
  const lastNight = now - 9 * 3600;
  return [
    { ...usual, name: scheduledName(lastNight), createdAt: lastNight, bytes: 180_224_000, reason: 'scheduled' },
    { ...usual, name: 'before-upgrade', createdAt: createdAt + 3600, bytes: 164_560_000, reason: 'taken' },
  ];
}

function seededSchedule(now: number): SnapshotSchedule {
  const at = now - 9 * 3600;
  return {
    times: { every: 'day', at: '03:00' },
    keep: 7,
    nextAt: now + 15 * 3600,
    uid: 1000,
    user: 'operator',
    last: { outcome: 'done', at, snapshot: scheduledName(at), removed: 1 },
  };
}

function scheduledName(time: number): string {
  return `scheduled-${nameOfTime(time)}`;
}

function progressOf(step: SnapshotStep): { readonly step: SnapshotStep; readonly fraction: number } {
  const steps = snapshotStepSchema().options;
  return { step, fraction: steps.indexOf(step) / steps.length };
}

function nameOfTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
}
