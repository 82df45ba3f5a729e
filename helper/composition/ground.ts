// SPDX-License-Identifier: Apache-2.0
/** What is made before the containers, and needs nothing of them but what is written: the ground on which they stand. */

import { join } from 'node:path';
import { diskOf } from '../cgroup/io-limits.ts';
import { createUnpack } from '../features/archives/unpack.ts';
import { createIncusContainers } from '../features/containers/incus/incus-containers.ts';
import { createDiskFeature } from '../features/disk/feature.ts';
import { createEvents } from '../features/events.ts';
import { createHostFeature } from '../features/host/feature.ts';
import { createImageStore } from '../features/images/image-store.ts';
import { createVerdictsOfHost } from '../features/isolation/verdicts-of-host.ts';
import { createNetworkServices } from '../features/networks/network-services.ts';
import { createSamplesFeature } from '../features/samples/feature.ts';
import { createAttachedFolders } from '../features/volumes/attached-folders.ts';
import { recordLostVolume } from '../features/volumes/record-lost-volume.ts';
import { createVolumeSteps } from '../features/volumes/volume-steps.ts';
import type { ChainedActivityLog } from '../journal/activity-log.ts';
import type { ChangeLedger } from '../journal/change-ledger.ts';
import type { Connection } from '../journal/database.ts';
import type { IntentJournal } from '../journal/intent-journal.ts';
import type { RecoveryProgress } from '../journal/recovery-progress.ts';
import { readSubidFile } from '../lxc/id-ranges.ts';
import type { HostPlaces } from '../lxc/places.ts';
import type { Log } from '../system/log.ts';
import { messageOf } from '../system/message-of.ts';
import { createWorkGroup } from '../system/programs/work-group.ts';
import { withoutRights } from '../system/programs/without-rights.ts';
import { createPolicyGround } from './policy-ground.ts';

export interface FeaturesOptions {
  readonly activity: ChainedActivityLog;
  readonly ledger: ChangeLedger;
  readonly intents: IntentJournal;
  readonly progress: RecoveryProgress;
  /** The connection whose commits survive power loss. */
  readonly database: Connection;
  readonly log: Log;
  readonly version: string;
  /** The helper's own folder. */
  readonly statePath: string;
  /** The folder of the helper's bundle, with its other programs. */
  readonly programs: string;
}

export type Ground = ReturnType<typeof createGround>;

const incusSocket = '/var/lib/incus/unix.socket';
const auditLogPath = '/var/log/audit/audit.log';

export function createGround(options: FeaturesOptions) {
  const { activity, database, intents, log, progress, version, statePath, programs } = options;
  const places: HostPlaces = { lxc: '/var/lib/lxc', state: statePath, cgroup: '/sys/fs/cgroup' };
  const now = (): number => Date.now() / 1000;
  const onTrouble = (container: string, error: unknown): void => {
    const reason = messageOf(error);
    progress.noteTrouble(container, reason);
    log('error', 'not-recovered', { container, reason });
  };
  const base = { places, intents, log, now, onTrouble };

  const events = createEvents();
  events.on('removed', ({ name }) => progress.forget(name));
  const work = createWorkGroup({ onMissing: (reason) => log('warning', 'children-not-apart', { reason }) });
  const incus = createIncusContainers({ socketPath: incusSocket, cgroupRoot: places.cgroup, log });
  const policies = createPolicyGround({ ...base, database, programs, work, incus });
  const attached = createAttachedFolders(statePath);
  const disk = createDiskFeature(base);
  return {
    ...options,
    ...policies,
    base,
    events,
    incus,
    attached,
    disk,
    work,
    volumeSteps: createVolumeSteps({ ...base, attached, onLost: recordLostVolume({ activity, log }) }),
    unpack: createUnpack({ reader: join(programs, 'bulkhead-archive-reader.js'), user: withoutRights(programs), work }),
    imageStore: createImageStore({ log }),
    host: createHostFeature({
      ...base,
      version,
      disk: disk.read,
      auditLog: auditLogPath,
      recovery: progress.status,
    }),
    samples: createSamplesFeature({ log, layerUsage: disk.usageOf, places, events }),
    networkServices: createNetworkServices(base),
    verdicts: createVerdictsOfHost({ ...base, activity }),
    auditLogPath,
    readSubids: readSubidFile,
    ioDisk: () => diskOf(join(statePath, 'containers'), { devices: '/sys/dev/block', cgroup: places.cgroup }),
  };
}
