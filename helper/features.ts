// SPDX-License-Identifier: Apache-2.0
/**
 * Composes the features of the helper: which feature uses which. Where two need each other, the one that is created
 * first gets the other when it is used.
 */

import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Handlers } from '../rpc/handlers.ts';
import { createAccessFeature } from './features/access/feature.ts';
import { createAdoptionFeature } from './features/adoption/feature.ts';
import { createActivityFeature } from './features/activity/feature.ts';
import { createUnpack } from './features/archives/unpack.ts';
import { createAlertsFeature } from './features/alerts/feature.ts';
import { createBenchmarkFeature } from './features/benchmark/feature.ts';
import { createCgroupsFeature } from './features/cgroups/feature.ts';
import { createClusterFeature } from './features/cluster/feature.ts';
import { createConsolesFeature } from './features/consoles/feature.ts';
import { createContainersFeature } from './features/containers/feature.ts';
import { createContainerIdentities } from './features/containers/container-identities.ts';
import { createIncusContainers } from './features/containers/incus/incus-containers.ts';
import { createDenialsFeature } from './features/denials/feature.ts';
import { createDiskFeature } from './features/disk/feature.ts';
import { createDoctorFeature } from './features/doctor/feature.ts';
import { createDrillFeature } from './features/drill/feature.ts';
import { createEvents } from './features/events.ts';
import { createFilesFeature } from './features/files/feature.ts';
import { createHealthFeature } from './features/health/feature.ts';
import { createHostFeature } from './features/host/feature.ts';
import { createImagesFeature } from './features/images/feature.ts';
import { createIsolationFeature } from './features/isolation/feature.ts';
import { weaknessesOf } from './features/isolation/judge/weaknesses.ts';
import { createLabelsFeature } from './features/labels/feature.ts';
import { createLogsFeature } from './features/logs/feature.ts';
import { createMetricsFeature } from './features/metrics/feature.ts';
import { createPlansFeature } from './features/plans/feature.ts';
import { createPresetsFeature } from './features/presets/feature.ts';
import { createNetworksFeature } from './features/networks/feature.ts';
import { createPoliciesFeature } from './features/policies/feature.ts';
import { createOwnModules } from './features/policies/own-modules.ts';
import { createProcessesFeature } from './features/processes/feature.ts';
import { createRemediesFeature } from './features/remedies/feature.ts';
import { createSamplesFeature } from './features/samples/feature.ts';
import { measureTree } from './features/snapshots/copy-tree.ts';
import { createSnapshotsFeature } from './features/snapshots/feature.ts';
import { createSwitchFeature } from './features/switch/feature.ts';
import { createTransfersFeature } from './features/transfers/feature.ts';
import { createAttachedFolders } from './features/volumes/attached-folders.ts';
import { createVolumesFeature } from './features/volumes/feature.ts';
import { recordLostVolume } from './features/volumes/record-lost-volume.ts';
import { createVolumeSteps } from './features/volumes/volume-steps.ts';
import type { RoleSource } from './access/gate.ts';
import { openRoles } from './access/roles.ts';
import { createTagsOf } from './access/tags-of.ts';
import type { ActivityLog } from './journal/activity-log.ts';
import type { ChangeLedger } from './journal/change-ledger.ts';
import type { Connection } from './journal/database.ts';
import type { IntentJournal } from './journal/intent-journal.ts';
import { ownBridges } from './lxc/network/own-networks.ts';
import type { HostPlaces } from './lxc/places.ts';
import type { RecoverySteps } from './recovery.ts';
import { policySequence } from './selinux/policy/kernel-policy.ts';
import { createPolicyServices } from './selinux/policy/policy-services.ts';
import { createKernelDecisions } from './selinux/ask-kernel.ts';
import { createForeignModules } from './selinux/policy/foreign-modules.ts';
import { createLostTypes } from './selinux/policy/lost-types.ts';
import { createModuleListing } from './selinux/policy/module-listing.ts';
import { createShippedModules, installedVersion } from './selinux/policy/shipped-modules.ts';
import type { IdentifyContainer } from './server/asked-containers.ts';
import type { Caller } from './server/caller.ts';
import type { Log } from './system/log.ts';
import { messageOf } from './system/message-of.ts';
import { withoutRights } from './system/programs/without-rights.ts';
import { runtimeFolder } from './system/runtime-folder.ts';
import { createWorkGroup } from './system/programs/work-group.ts';

export interface FeaturesOptions {
  readonly activity: ActivityLog;
  readonly ledger: ChangeLedger;
  readonly intents: IntentJournal;
  /** The connection whose commits survive power loss. */
  readonly database: Connection;
  readonly log: Log;
  readonly version: string;
  /** The helper's own folder. */
  readonly statePath: string;
  /** The folder of the helper's bundle, with its other programs. */
  readonly programs: string;
}

export interface Features {
  /** One for every operation: leaving one out does not compile. */
  readonly handlers: Handlers<Caller>;
  readonly recovery: RecoverySteps;
  readonly identifyContainer: IdentifyContainer;
  readonly roles: RoleSource;
  close(): void;
}

const incusSocket = '/var/lib/incus/unix.socket';
const auditLogPath = '/var/log/audit/audit.log';

export function createFeatures(options: FeaturesOptions): Features {
  const { activity, ledger, intents, database, log, version, statePath, programs } = options;
  const places: HostPlaces = { lxc: '/var/lib/lxc', state: statePath, cgroup: '/sys/fs/cgroup' };
  const now = (): number => Date.now() / 1000;
  const onTrouble = (container: string, error: unknown): void =>
    log('error', 'not-recovered', { container, reason: messageOf(error) });
  const base = { places, intents, log, now, onTrouble };
  const events = createEvents();

  const work = createWorkGroup({ onMissing: (reason) => log('warning', 'children-not-apart', { reason }) });
  const policy = createPolicyServices({
    work,
    folder: join(statePath, 'policy'),
    reader: join(programs, 'bulkhead-policy-reader.js'),
    user: withoutRights(programs),
  });
  const own = createOwnModules({
    ...base,
    policy,
    database,
    publish: (name, source) => containers.ofIncus.publishModule(name, source),
  });
  const attached = createAttachedFolders(statePath);
  const volumeSteps = createVolumeSteps({ ...base, attached, onLost: recordLostVolume({ activity, log }) });
  const unpack = createUnpack({
    reader: join(programs, 'bulkhead-archive-reader.js'),
    user: withoutRights(programs),
    work,
  });
  const images = createImagesFeature({
    ...base,
    unpack,
    disk: () => disk.read(),
    containers: {
      exclusively: (...args) => containers.exclusively(...args),
      require: (...args) => containers.require(...args),
      mount: (name) => containers.mount(name),
      described: (name) => containers.described(name),
    },
    whileStill: (...args) => snapshots.whileStill(...args),
  });
  const disk = createDiskFeature({ ...base, choose: (name, layer) => containers.choose(name, { layer }) });
  const host = createHostFeature({ ...base, version, disk: disk.read, auditLog: auditLogPath });
  const samples = createSamplesFeature({ log, layerUsage: disk.usageOf, places, events });
  const incus = createIncusContainers({ socketPath: incusSocket, cgroupRoot: places.cgroup, log });
  const containersFeature = createContainersFeature({
    ...base,
    incus,
    policyVersion: async (signal) => installedVersion(await shippedModules(signal)),
    imageRoot: images.rootOf,
    ownDomains: own.modules,
    volumes: volumeSteps,
    newVolumes: {
      check: (...args) => volumes.ofNew.check(...args),
      give: (...args) => volumes.ofNew.give(...args),
    },
    newPublications: {
      check: (...args) => networks.newPublications.check(...args),
      begin: (...args) => networks.newPublications.begin(...args),
    },
    reservations: {
      bring: () => networks.reservations.bring(),
      check: (one) => networks.reservations.check(one),
      ofProgram: (one) => networks.reservations.ofProgram(one),
      settle: () => networks.reservations.settle(),
      release: () => networks.reservations.release(),
    },
    judgeAddresses: () => networks.judgeAddresses(),
    verdicts: {
      judgeAll: (...args) => isolation.verdicts.judgeAll(...args),
      judgeOne: (...args) => isolation.verdicts.judgeOne(...args),
    },
    beginLearning: (name, seconds) => policies.beginLearning(name, seconds),
    layers: disk.layers,
    filesOfOthers: {
      check: (...args) => snapshots.files.check(...args),
      copy: (...args) => snapshots.files.copy(...args),
      copyTree: (...args) => snapshots.files.copyTree(...args),
    },
    events,
    activity,
  });
  const { containers } = containersFeature;
  const snapshots = createSnapshotsFeature({ ...base, activity, containers, layers: disk.layers, disk: disk.read });
  const transfers = createTransfersFeature({
    ...base,
    containers,
    files: snapshots.files,
    whileStill: snapshots.whileStill,
    measure: measureTree,
    images: images.list,
    ownImages: images,
    rootOf: images.rootOf,
    unpack,
    disk: disk.read,
  });
  const adoption = createAdoptionFeature({
    ...base,
    containers,
    images,
    newVolumes: { check: (...args) => volumes.ofNew.check(...args) },
    weaknessesOf,
  });
  const volumes = createVolumesFeature({
    ...base,
    containers,
    space: disk.volumeSpace,
    steps: volumeSteps,
    attached,
    groupOf: (one) => denialsFeature.groupOf(one),
  });
  const files = createFilesFeature({
    places,
    containers,
    volumes: volumes.trees,
    pipeFolder: runtimeFolder,
  });
  const denialsFeature = createDenialsFeature({
    ...base,
    containers,
    policy,
    database,
    auditLog: host.auditLog,
    auditLogPath,
    source: host.denialSource,
    misplaced: volumes.misplaced,
    shareable: volumes.shareable,
  });
  const { denials, groupOf } = denialsFeature;
  const listing = createModuleListing({ sequence: policySequence, list: policy.semodule.listing });
  const policies = createPoliciesFeature({
    ...base,
    containers,
    own,
    listing,
    sources: policy.semodule.sources,
    applied: ledger.applied,
    policy: policy.process,
    denials,
    auditLog: host.auditLog,
    lostByKernel: host.auditLost,
  });
  const decide = createKernelDecisions();
  const networks = createNetworksFeature({ ...base, containers, activity, policy: policy.process, decide });
  const roles = openRoles(statePath, log);
  const access = createAccessFeature({ roles, ledger, log, now });
  const remedies = createRemediesFeature({
    ...base,
    containers,
    networks: networks.networks,
    ledger,
    policy,
    groupOf,
    explain: denials.explain,
    drivers: { ...volumes.drivers, ...policies.drivers, ...access.drivers },
  });
  const consolesFeature = createConsolesFeature({ containers, log });
  const { consoles } = consolesFeature;
  const logs = createLogsFeature({ ...base, containers, consoles });
  const health = createHealthFeature({ containers, consoles, places, imageRoot: images.rootOf, now });
  const processes = createProcessesFeature({ containers, places, now });
  const labels = createLabelsFeature({ ...base, containers, volumes: volumes.trees });
  const store = { sequence: policySequence, listing, sources: policy.semodule.sources };
  const shippedModules = createShippedModules(store);
  const foreignModules = createForeignModules({ ...store, decide });
  const lostTypes = createLostTypes(store);
  const isolation = createIsolationFeature({
    ...base,
    activity,
    containers,
    decide,
    shippedModules,
    foreignModules,
    lostTypes,
    denialLog: host.denialLog,
    volumes: volumes.findings,
  });
  const doctor = createDoctorFeature({
    information: host.read,
    denialLog: host.denialLog,
    auditLog: host.auditLog,
    shippedModules,
    foreignModules,
    images: images.list,
    containers,
    networkProblems: networks.problems,
    ownNetworks: () => [...ownBridges(statePath)],
    tables: networks.tables,
    program: join(programs, 'bulkhead-helper.js'),
    now,
  });
  const hostSwitch = createSwitchFeature({ denials, now });
  const drill = createDrillFeature({
    ...base,
    activity,
    containers,
    consoles,
    denials,
    policy,
    information: host.read,
    disk: disk.read,
    leases: networks.givenLeases,
    images: { list: images.list, rootOf: images.rootOf },
    programs: join(programs, 'drill'),
    events,
  });
  const alerts = createAlertsFeature({
    activity,
    database,
    samples: samples.source,
    containers,
    denials,
    disk: disk.read,
    auditLog: host.auditLog.current,
    failingSnapshots: snapshots.failing,
    tables: networks.tables,
    events,
    hostname,
    log,
    now,
  });
  const metrics = createMetricsFeature({
    samples: samples.source,
    containers,
    denials,
    alerts: alerts.state,
    disk: disk.read,
    version,
    now,
  });
  const benchmark = createBenchmarkFeature({
    ...base,
    containers,
    consoles,
    information: host.read,
    images: images.list,
    imageRoot: images.rootOf,
    kept: join(statePath, 'cost.json'),
  });

  return {
    handlers: {
      ...host.handlers,
      ...createCgroupsFeature({ containers, places, now }).handlers,
      ...doctor.handlers,
      ...hostSwitch.handlers,
      ...images.handlers,
      ...samples.handlers,
      ...containersFeature.handlers,
      ...createClusterFeature({ client: incus.client, containers }).handlers,
      ...snapshots.handlers,
      ...transfers.handlers,
      ...adoption.handlers,
      ...networks.handlers,
      ...createPlansFeature({
        networks: networks.planned,
        volumes: volumes.planned,
        problemOfOwnDomain: policies.problemOfOwnDomain,
      }).handlers,
      ...createPresetsFeature(statePath).handlers,
      ...consolesFeature.handlers,
      ...logs.handlers,
      ...health.handlers,
      ...processes.handlers,
      ...volumes.handlers,
      ...files.handlers,
      ...denialsFeature.handlers,
      ...policies.handlers,
      ...remedies.handlers,
      ...labels.handlers,
      ...isolation.handlers,
      ...drill.handlers,
      ...benchmark.handlers,
      ...alerts.handlers,
      ...metrics.handlers,
      ...createActivityFeature({ activity }).handlers,
      ...access.handlers,
    },
    recovery: {
      ...images.recovery,
      ...policies.recovery,
      ...denialsFeature.recovery,
      ...isolation.recovery,
      ...labels.recovery,
      ...disk.recovery,
      ...transfers.recovery,
      ...snapshots.recovery,
      ...containersFeature.recovery,
      ...adoption.recovery,
      ...networks.recovery,
      ...volumes.recovery,
      ...remedies.recovery,
      ...drill.recovery,
      ...benchmark.recovery,
      ...alerts.recovery,
    },
    roles: { inForce: roles.inForce, tags: createTagsOf(containers.list, () => performance.now()) },
    identifyContainer: createContainerIdentities({ places, findInstance: incus.find, now: () => Date.now() }),
    close() {
      const parts = [
        alerts,
        isolation,
        consolesFeature,
        disk,
        host,
        denialsFeature,
        policies,
        drill,
        snapshots,
        policy,
        samples,
        containersFeature,
        networks,
      ];
      for (const { close } of parts) close();
    },
  };
}
