// SPDX-License-Identifier: Apache-2.0
/**
 * The containers on their ground, the features that give them files, networks and policies, and above all of these the
 * creation of containers.
 */

import { fail } from '../../contract/errors.ts';
import { type ConsolesFeature, createConsolesFeature } from '../features/consoles/feature.ts';
import { type ContainersFeature, createContainersFeature } from '../features/containers/feature.ts';
import { createCreationFeature, type CreationFeature } from '../features/creation/feature.ts';
import { createDenialsFeature, type DenialsFeature } from '../features/denials/feature.ts';
import { createImagesFeature, type ImagesFeature } from '../features/images/feature.ts';
import { createNetworksFeature, type NetworksFeature } from '../features/networks/feature.ts';
import { createPoliciesFeature, type PoliciesFeature } from '../features/policies/feature.ts';
import { createSnapshotsFeature, type SnapshotsFeature } from '../features/snapshots/feature.ts';
import { createVolumesFeature, type VolumesFeature } from '../features/volumes/feature.ts';
import { installedVersion } from '../selinux/policy/shipped-modules.ts';
import type { Ground } from './ground.ts';

interface BelowCreation {
  readonly containersFeature: ContainersFeature;
  readonly snapshots: SnapshotsFeature;
  readonly images: ImagesFeature;
  readonly volumes: VolumesFeature;
  readonly denials: DenialsFeature;
  readonly policies: PoliciesFeature;
  readonly networks: NetworksFeature;
  readonly consoles: ConsolesFeature;
}

export interface Core extends BelowCreation {
  readonly creation: CreationFeature;
}

export function createCore(ground: Ground): Core {
  const { base, disk, host, policy } = ground;
  const containersFeature = createContainersOn(ground);
  const { containers } = containersFeature;
  const snapshots = createSnapshotsFeature({
    ...base,
    activity: ground.activity,
    containers,
    layers: disk.layers,
    disk: disk.read,
  });
  const images = createImagesFeature({
    ...base,
    store: ground.imageStore,
    unpack: ground.unpack,
    disk: disk.read,
    containers,
    whileStill: snapshots.whileStill,
  });
  const volumes = createVolumesFeature({
    ...base,
    containers,
    space: disk.volumeSpace,
    steps: ground.volumeSteps,
    attached: ground.attached,
  });
  const denials = createDenialsFeature({
    ...base,
    containers,
    policy,
    database: ground.database,
    auditLog: host.auditLog,
    auditLogPath: ground.auditLogPath,
    source: host.denialSource,
    misplaced: volumes.misplaced,
    shareable: volumes.shareable,
  });
  const policies = createPoliciesFeature({
    ...base,
    containers,
    own: ground.ownModules,
    listing: ground.listing,
    sources: policy.semodule.sources,
    applied: ground.ledger.applied,
    policy: policy.process,
    denials: denials.denials,
    auditLog: host.auditLog,
    lostByKernel: host.auditLost,
  });
  const networks = createNetworksFeature({
    ...base,
    services: ground.networkServices,
    containers,
    activity: ground.activity,
    policy: policy.process,
    decide: ground.decide,
  });
  const consoles = createConsolesFeature({ containers, log: base.log });
  const below = { containersFeature, snapshots, images, volumes, denials, policies, networks, consoles };
  return { ...below, creation: createCreationAbove(ground, below) };
}

export function handlersOf(core: Core) {
  return {
    ...core.containersFeature.handlers,
    ...core.snapshots.handlers,
    ...core.images.handlers,
    ...core.volumes.handlers,
    ...core.denials.handlers,
    ...core.policies.handlers,
    ...core.networks.handlers,
    ...core.consoles.handlers,
    ...core.creation.handlers,
  };
}

export function recoveryOf(core: Core) {
  return {
    ...core.containersFeature.recovery,
    ...core.snapshots.recovery,
    ...core.images.recovery,
    ...core.volumes.recovery,
    ...core.denials.recovery,
    ...core.policies.recovery,
    ...core.networks.recovery,
  };
}

function createContainersOn(ground: Ground): ContainersFeature {
  const { base, networkServices, progress, shippedModules } = ground;
  return createContainersFeature({
    ...base,
    kindsUnderWay: progress.kindsOf,
    mustBeRecovered(name) {
      const reason = progress.problemWith([name]);
      if (reason !== undefined) fail('not-recovered', { reason });
    },
    activity: ground.activity,
    events: ground.events,
    incus: ground.incus,
    policyVersion: async (signal) => installedVersion(await shippedModules(signal)),
    imageRoot: ground.imageStore.rootOf,
    readSubids: ground.readSubids,
    ioDisk: ground.ioDisk,
    ownDomains: ground.ownModules.modules,
    volumes: ground.volumeSteps,
    layers: ground.disk.layers,
    reservations: networkServices.reservations,
    judgeAddresses: networkServices.judgeAddresses,
    verdicts: ground.verdicts.verdicts,
  });
}

function createCreationAbove(ground: Ground, { containersFeature, ...below }: BelowCreation): CreationFeature {
  return createCreationFeature({
    ...ground.base,
    containers: containersFeature.containers,
    making: containersFeature.making,
    imageRoot: ground.imageStore.rootOf,
    readSubids: ground.readSubids,
    ioDisk: ground.ioDisk,
    ownDomains: ground.ownModules.modules,
    layers: ground.disk.layers,
    reservations: ground.networkServices.reservations,
    filesOfOthers: below.snapshots.files,
    newVolumes: below.volumes.ofNew,
    newPublications: below.networks.newPublications,
    beginLearning: below.policies.beginLearning,
  });
}
