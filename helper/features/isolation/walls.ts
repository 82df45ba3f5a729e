/** The walls of this host, for the operations on them. */

import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { Walls } from '../../host/host.ts';
import type { DenialLog } from '../host/denial-log.ts';
import type { RealContainers } from '../containers/containers.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import { policySequence } from '../../selinux/policy/kernel-policy.ts';
import { createKernelDecisions } from '../../selinux/ask-kernel.ts';
import type { VolumeList } from '../volumes/admission/volume-list.ts';
import { auditWalls } from './audit-walls.ts';
import { createBaseModuleCheck } from './base-module.ts';
import { createWallMending, type WallMending } from './mend-walls.ts';
import type { VolumesToJudge } from '../volumes/findings/volume-labels.ts';

export interface WallsOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: RealContainers;
  readonly denialLog: () => Promise<DenialLog>;
  readonly volumes: VolumesToJudge;
  readonly volumeList: () => VolumeList;
}

const socket = '/run/bulkhead/helper.sock';

export function createWalls({
  places,
  intents,
  containers,
  denialLog,
  volumes,
  volumeList,
}: WallsOptions): Walls & Pick<WallMending, 'recover'> {
  const decide = createKernelDecisions();
  const isOwnBaseModule = createBaseModuleCheck({ sequence: policySequence });
  const audited = {
    places,
    socket,
    decide,
    isOwnBaseModule,
    denialLog,
    volumes,
    volumeList,
    containers: (signal: AbortSignal) => containers.list(signal),
    now: () => Date.now() / 1000,
  };
  return {
    audit: (options, signal) => auditWalls(audited, options, signal),
    ...createWallMending({ places, intents, containers }),
  };
}
