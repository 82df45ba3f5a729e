// SPDX-License-Identifier: Apache-2.0
/** The features that judge, prove and watch the host and its containers. */

import { hostname } from 'node:os';
import { join } from 'node:path';
import { createAlertsFeature } from '../features/alerts/feature.ts';
import { createBenchmarkFeature } from '../features/benchmark/feature.ts';
import { createDoctorFeature } from '../features/doctor/feature.ts';
import { createDrillFeature } from '../features/drill/feature.ts';
import { createEvidenceFeature } from '../features/evidence/feature.ts';
import { readKernelRecord } from '../features/evidence/kernel-record.ts';
import { createIsolationFeature } from '../features/isolation/feature.ts';
import type { BackupsFeature } from '../features/backups/feature.ts';
import { createMetricsFeature } from '../features/metrics/feature.ts';
import { createSwitchFeature } from '../features/switch/feature.ts';
import { ownBridges } from '../lxc/network/own-networks.ts';
import type { Core } from './core.ts';
import type { Ground } from './ground.ts';

/** Makes the features that say whether containers are isolated, and what is wrong with the host. */
export function createJudges(ground: Ground, { containersFeature, denials, images, networks, volumes }: Core) {
  const { base, host, decide, shippedModules, foreignModules, lostTypes, statePath, programs } = ground;
  const { containers } = containersFeature;
  const isolation = createIsolationFeature({
    ...base,
    verdicts: ground.verdicts,
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
    now: base.now,
  });
  const hostSwitch = createSwitchFeature({ denials: denials.denials, now: base.now });
  return {
    isolation,
    handlers: { ...isolation.handlers, ...doctor.handlers, ...hostSwitch.handlers },
    recovery: isolation.recovery,
  };
}

/** Makes the features that try the isolation out in containers of their own. */
export function createTrials(ground: Ground, core: Core) {
  const { base, host, imageStore, programs, statePath } = ground;
  const { containers } = core.containersFeature;
  const { creation } = core.creation;
  const { consoles } = core.consoles;
  const drill = createDrillFeature({
    ...base,
    activity: ground.activity,
    containers,
    creation,
    consoles,
    denials: core.denials.denials,
    policy: ground.policy,
    information: host.read,
    disk: ground.disk.read,
    leases: core.networks.givenLeases,
    images: { list: core.images.list, rootOf: imageStore.rootOf },
    programs: join(programs, 'drill'),
    events: ground.events,
  });
  const benchmark = createBenchmarkFeature({
    ...base,
    containers,
    creation,
    consoles,
    information: host.read,
    images: core.images.list,
    imageRoot: imageStore.rootOf,
    kept: join(statePath, 'cost.json'),
  });
  return {
    drill,
    handlers: { ...drill.handlers, ...benchmark.handlers },
    recovery: { ...drill.recovery, ...benchmark.recovery },
  };
}

/** Makes the feature that gathers from the others what shows how containers were isolated. */
export function createEvidence(
  { base, host, activity, statePath }: Ground,
  { policies }: Core,
  {
    isolation,
    drill,
  }: Pick<ReturnType<typeof createJudges>, 'isolation'> & Pick<ReturnType<typeof createTrials>, 'drill'>,
) {
  return createEvidenceFeature({
    handlers: { ...host.handlers, ...policies.handlers, ...isolation.handlers, ...drill.handlers },
    activity,
    kernelRecord: readKernelRecord,
    keyFolder: join(statePath, 'drills'),
    now: base.now,
  });
}

/** Makes the features that follow what goes on, and tell people and other programs of it. */
export function createWatches(
  ground: Ground,
  { containersFeature, denials, networks, snapshots }: Core,
  { backups }: { readonly backups: Pick<BackupsFeature, 'failing' | 'failingJobs'> },
) {
  const { base, disk, samples } = ground;
  const { containers } = containersFeature;
  const alerts = createAlertsFeature({
    activity: ground.activity,
    database: ground.database,
    samples: samples.source,
    containers,
    denials: denials.denials,
    disk: disk.read,
    auditLog: ground.host.auditLog.current,
    failingSnapshots: snapshots.failing,
    failingBackups: backups.failing,
    failingJobs: backups.failingJobs,
    tables: networks.tables,
    events: ground.events,
    hostname,
    log: base.log,
    now: base.now,
  });
  const metrics = createMetricsFeature({
    samples: samples.source,
    containers,
    denials: denials.denials,
    alerts: alerts.state,
    disk: disk.read,
    version: ground.version,
    now: base.now,
  });
  return { alerts, handlers: { ...alerts.handlers, ...metrics.handlers }, recovery: alerts.recovery };
}
