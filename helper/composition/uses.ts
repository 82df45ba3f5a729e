// SPDX-License-Identifier: Apache-2.0
/** The features that use containers: they move, adopt, label, open and describe them, and change the host for them. */

import { createTransfersFeature } from '../features/transfers/feature.ts';
import { createAccessFeature } from '../features/access/feature.ts';
import { createAdoptionFeature } from '../features/adoption/feature.ts';
import { createBackupsFeature } from '../features/backups/feature.ts';
import { createCgroupsFeature } from '../features/cgroups/feature.ts';
import { createClusterFeature } from '../features/cluster/feature.ts';
import { createFilesFeature } from '../features/files/feature.ts';
import { createHealthFeature } from '../features/health/feature.ts';
import { weaknessesOf } from '../features/isolation/judge/weaknesses.ts';
import { createLabelsFeature } from '../features/labels/feature.ts';
import { createLogsFeature } from '../features/logs/feature.ts';
import { createPlansFeature } from '../features/plans/feature.ts';
import { createProcessesFeature } from '../features/processes/feature.ts';
import { createRemediesFeature } from '../features/remedies/feature.ts';
import { measureTree } from '../features/snapshots/copy-tree.ts';
import { runtimeFolder } from '../system/runtime-folder.ts';
import { openRoles } from '../access/roles.ts';
import type { Core } from './core.ts';
import type { Ground } from './ground.ts';

/** Makes the features that need a container's files. */
export function createFileUses(
  ground: Ground,
  { containersFeature, creation, images, networks, snapshots, volumes }: Core,
) {
  const { base, imageStore } = ground;
  const { containers } = containersFeature;
  const transfers = createTransfersFeature({
    ...base,
    containers,
    creation: creation.creation,
    files: snapshots.files,
    whileStill: snapshots.whileStill,
    measure: measureTree,
    images: images.list,
    ownImages: images,
    rootOf: imageStore.rootOf,
    unpack: ground.unpack,
    disk: ground.disk.read,
  });
  const backups = createBackupsFeature({
    ...base,
    containers,
    work: ground.work,
    folders: transfers.folders,
    files: snapshots.files,
    volumes: volumes.trees,
    snapshotPlanOf: snapshots.planOf,
    disk: ground.disk.read,
    networks: networks.networks,
    newVolumes: volumes.forOthers,
    handlers: snapshots.handlers,
    activity: ground.activity,
  });
  const adoption = createAdoptionFeature({
    ...base,
    containers,
    creation: creation.creation,
    images,
    newVolumes: volumes.ofNew,
    weaknessesOf,
  });
  const files = createFilesFeature({
    containers,
    volumes: volumes.trees,
    pipeFolder: runtimeFolder,
  });
  const labels = createLabelsFeature({ ...base, containers, volumes: volumes.trees });
  return {
    handlers: {
      ...transfers.handlers,
      ...backups.handlers,
      ...adoption.handlers,
      ...files.handlers,
      ...labels.handlers,
    },
    backups,
    recovery: { ...transfers.recovery, ...backups.recovery, ...adoption.recovery, ...labels.recovery },
  };
}

/** Makes the features that look into containers, and change nothing. */
export function createLooks({ base, imageStore, incus }: Ground, core: Core) {
  const { places, now } = base;
  const { containers } = core.containersFeature;
  const { consoles } = core.consoles;
  return {
    handlers: {
      ...createLogsFeature({ ...base, containers, consoles }).handlers,
      ...createHealthFeature({ containers, consoles, imageRoot: imageStore.rootOf, now }).handlers,
      ...createProcessesFeature({ containers, places, now }).handlers,
      ...createCgroupsFeature({ containers, places, now }).handlers,
      ...createClusterFeature({ client: incus.client, containers }).handlers,
      ...createPlansFeature({
        networks: core.networks.planned,
        volumes: core.volumes.planned,
        problemOfOwnDomain: core.policies.problemOfOwnDomain,
      }).handlers,
    },
  };
}

/** Makes the features that change the host in ways that are written down and can be undone. */
export function createChanges(ground: Ground, core: Core) {
  const { base, ledger, policy, statePath } = ground;
  const { denials, groupOf } = core.denials;
  const roles = openRoles(statePath, base.log);
  const access = createAccessFeature({ roles, ledger, log: base.log, now: base.now });
  const remedies = createRemediesFeature({
    ...base,
    containers: core.containersFeature.containers,
    networks: core.networks.networks,
    ledger,
    policy,
    groupOf,
    explain: denials.explain,
    drivers: { ...core.volumes.createDrivers(groupOf), ...core.policies.drivers, ...access.drivers },
  });
  return {
    roles,
    handlers: { ...remedies.handlers, ...access.handlers },
    recovery: remedies.recovery,
  };
}
