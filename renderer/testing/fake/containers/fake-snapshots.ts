// SPDX-License-Identifier: Apache-2.0
/** Snapshots on the fake host: of its containers' names, without any files. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { keptBeforeChanges, maxSnapshots, type Snapshot } from '../../../../contract/model/containers/snapshot.ts';
import type { SnapshotSchedule } from '../../../../contract/model/containers/snapshot-schedule.ts';
import { type SnapshotStep, snapshotStepSchema } from '../../../../contract/operations/snapshot.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';

type SnapshotHandlers = Pick<
  Handlers<string>,
  | 'snapshot.list'
  | 'snapshot.take'
  | 'snapshot.restore'
  | 'snapshot.remove'
  | 'snapshot.schedule'
  | 'snapshot.unschedule'
>;

const schedules = new WeakMap<FakeHost, Map<string, SnapshotSchedule>>();

export function fakeSnapshots(host: FakeHost): SnapshotHandlers {
  function find(name: string): Container {
    const container = host.containers.get(name) ?? fail('container-not-found', { name });
    return container.isManaged ? container : fail('container-not-managed', { name });
  }

  function snapshotsOf(name: string): Snapshot[] {
    const { createdAt } = find(name);
    const kept =
      host.snapshots.get(name) ?? (name === 'web' ? seededSnapshots(createdAt ?? host.now(), host.now()) : []);
    host.snapshots.set(name, kept);
    return kept;
  }

  function add(name: string, snapshot: string, reason: Snapshot['reason']): Snapshot {
    const kept = snapshotsOf(name);
    if (kept.some((one) => one.name === snapshot)) fail('snapshot-exists', { name, snapshot });
    if (kept.length >= maxSnapshots) fail('snapshots-full', { name, max: maxSnapshots });
    const { image, state } = find(name);
    const taken: Snapshot = {
      name: snapshot,
      createdAt: host.now(),
      bytes: 180_224_000,
      reason,
      image: image ?? '',
      wasRunning: state !== 'stopped',
    };
    kept.unshift(taken);
    return taken;
  }

  function schedulesOf(): Map<string, SnapshotSchedule> {
    const known = schedules.get(host) ?? new Map([['web', seededSchedule(host.now())]]);
    schedules.set(host, known);
    return known;
  }

  return {
    'snapshot.list': async ({ name }) => ({
      snapshots: [...snapshotsOf(name)],
      schedule: schedulesOf().get(name) ?? null,
    }),
    'snapshot.schedule': async ({ name, plan }) => {
      find(name);
      const last = schedulesOf().get(name)?.last ?? null;
      const schedule = { ...plan, nextAt: host.now() + 3600, last, uid: 1000, user: 'you' };
      schedulesOf().set(name, schedule);
      return { schedule };
    },
    'snapshot.unschedule': async ({ name }) => {
      find(name);
      schedulesOf().delete(name);
      return {};
    },
    async *'snapshot.take'({ name, before, snapshot }, { signal }) {
      find(name);
      for (const step of ['check', 'copy', 'write'] as const) {
        yield progressOf(step);
        await pause(300, signal);
      }
      const time = nameOfTime(host.now());
      if (before === undefined) return add(name, snapshot ?? time, 'taken');
      const taken = add(name, snapshot ?? `before-${before}-${time}`, 'before-change');
      const kept = snapshotsOf(name);
      const older = kept.filter(({ reason }) => reason === 'before-change').slice(keptBeforeChanges);
      host.snapshots.set(
        name,
        kept.filter((one) => !older.includes(one)),
      );
      return taken;
    },
    async *'snapshot.restore'({ name, snapshot, keepPresent }, { signal }) {
      if (find(name).state !== 'stopped') fail('container-running', { name });
      const restored =
        snapshotsOf(name).find((one) => one.name === snapshot) ?? fail('snapshot-not-found', { name, snapshot });
      const kept = keepPresent ? add(name, `before-${nameOfTime(host.now())}`, 'before-restore') : null;
      for (const step of ['clear', 'copy', 'mount'] as const) {
        yield progressOf(step);
        await pause(300, signal);
      }
      return { restored, kept };
    },
    'snapshot.remove': async ({ name, snapshot }) => {
      const kept = snapshotsOf(name);
      const at = kept.findIndex((one) => one.name === snapshot);
      if (at < 0) fail('snapshot-not-found', { name, snapshot });
      kept.splice(at, 1);
      return {};
    },
  };
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
