// SPDX-License-Identifier: Apache-2.0
/** The snapshots of containers, on demand and by schedule. */

import type { SnapshotPlan } from '../../../contract/model/containers/snapshot-schedule.ts';
import { isContextKnown } from '../../selinux/known-context.ts';
import type { ActivityLog } from '../../journal/activity-log.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { InstanceSnapshotsHost } from './incus/instance-snapshots-host.ts';
import { createInstanceSnapshots } from './incus/instance-snapshots.ts';
import { freezeWhile } from './freeze-while.ts';
import { createScheduleStore } from './schedule/schedule-store.ts';
import { createScheduledSnapshots } from './schedule/scheduled-snapshots.ts';
import type { FilesOfOthers } from './ports.ts';
import type { SnapshotsOptions } from './snapshots-options.ts';
import { createSnapshots, type Snapshots } from './snapshots.ts';

export interface SnapshotsFeature {
  readonly handlers: HandlersOf<OperationsOf<'snapshot'>>;
  readonly recovery: {
    /** The step runs before the roots of containers are mounted. */
    readonly snapshots: RecoveryStep;
    /** The step runs in the background, since Incus may not answer. */
    readonly 'snapshots-of-incus': RecoveryStep;
    /** Looks at the clock from now on; once the containers are as they should be. */
    readonly 'scheduled-snapshots': RecoveryStep;
  };
  /** A creation uses it, before the container is there. */
  readonly files: FilesOfOthers;
  /** Keeps a container that runs from changing anything, for as long as the act takes. */
  whileStill<T>(name: string, act: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Gives what is chosen of the schedule of a container; null where it has none. */
  planOf(name: string): SnapshotPlan | null;
  /** Containers whose schedule could not take its last snapshot. */
  failing(): readonly string[];
  close(): void;
}

export interface SnapshotsFeatureOptions extends SnapshotsOptions {
  readonly containers: SnapshotsOptions['containers'] &
    InstanceSnapshotsHost['containers'] &
    Pick<Containers, 'ofEngine'>;
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
  readonly onTrouble: (container: string, error: unknown) => void;
}

export function createSnapshotsFeature({ onTrouble, ...options }: SnapshotsFeatureOptions): SnapshotsFeature {
  const { places, containers, activity, log, now } = options;
  const snapshots = createSnapshots(options);
  const instances = createInstanceSnapshots({ ...options, isContextKnown });
  const ofEngine = (name: string): Pick<Snapshots, 'list' | 'take' | 'restore' | 'remove'> =>
    containers.ofEngine<Pick<Snapshots, 'list' | 'take' | 'restore' | 'remove'>>(name, {
      lxc: snapshots,
      incus: instances,
    });
  const scheduled = createScheduledSnapshots({
    store: createScheduleStore(places, log),
    names: () => containerNames(places.lxc),
    take: snapshots.takeScheduled,
    activity,
    log,
    now,
  });
  return {
    handlers: {
      'snapshot.list': async ({ name }) => ({
        snapshots: [...(await ofEngine(name).list(name))],
        schedule: scheduled.read(name) ?? null,
      }),
      'snapshot.take': (params, { signal }) => ofEngine(params.name).take(params, signal),
      'snapshot.restore': (params, { signal }) => ofEngine(params.name).restore(params, signal),
      'snapshot.remove': async (params) => {
        await ofEngine(params.name).remove(params);
        return {};
      },
      'snapshot.schedule': async ({ name, plan }, { caller: { identity } }) => {
        await containers.require(name, { can: 'snapshot-schedule', isManaged: true });
        return { schedule: scheduled.set(name, plan, { uid: identity.uid, user: identity.user }) };
      },
      'snapshot.unschedule': async ({ name }) => {
        await containers.require(name, { can: 'snapshot-schedule', isManaged: true });
        scheduled.clear(name);
        return {};
      },
    },
    recovery: {
      snapshots: () => snapshots.recover(onTrouble),
      'snapshots-of-incus': () => instances.recover(onTrouble),
      'scheduled-snapshots': async () => scheduled.begin(),
    },
    files: snapshots.files,
    whileStill: (name, act, signal) =>
      freezeWhile({ cgroup: options.places.cgroup, name, intents: options.intents }, act, signal),
    planOf(name) {
      const schedule = scheduled.read(name);
      return schedule === undefined ? null : { times: schedule.times, keep: schedule.keep };
    },
    failing: scheduled.failing,
    close: scheduled.close,
  };
}
