/** Puts the real host together from its adapters, and brings it back to order after a crash or a reboot. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ActivityLog } from '../journal/activity-log.ts';
import type { ChangeLedger } from '../journal/change-ledger.ts';
import type { Connection } from '../journal/database.ts';
import type { IntentJournal } from '../journal/intent-journal.ts';
import type { Log } from '../system/log.ts';
import { createAuditLogWatch } from '../features/host/audit-log-watch.ts';
import { createAuditd } from '../features/host/auditd.ts';
import { createDenialMemory } from '../features/denials/store/denial-memory.ts';
import { createDenialStore } from '../features/denials/store/denial-store.ts';
import { followDenials } from '../features/denials/follow/follow-denials.ts';
import { createSamples } from '../features/samples/samples.ts';
import { createBooleanDriver } from '../features/remedies/boolean-driver.ts';
import { createChanges } from '../features/remedies/changes.ts';
import { createLimitDriver } from '../features/remedies/limit-driver.ts';
import { createModuleDriver } from '../features/policies/module-driver.ts';
import { createPortDriver } from '../features/remedies/port-driver.ts';
import { createRelabelDriver } from '../features/remedies/relabel-driver.ts';
import { createSemanageStore, usedPolicyStore } from '../selinux/policy/semanage-store.ts';
import { createVolumeLabelDriver } from '../features/volumes/changes/volume-label-driver.ts';
import { createVolumeDriver } from '../features/volumes/changes/volume-driver.ts';
import { createWalls } from '../features/isolation/walls.ts';
import { consolesPerUser, createConsoles } from '../features/consoles/console.ts';
import { serviceLimits } from '../../contract/service-limits.ts';
import type { Host } from './host.ts';
import { createCosts } from '../features/benchmark/costs.ts';
import { createDrill } from '../features/drill/drill.ts';
import { createGuests } from '../features/drill/run/guests.ts';
import { holdContainer } from '../features/drill/run/hold-container.ts';
import { createNightlyDrill } from '../features/drill/nightly/nightly-drill.ts';
import { createOpenDomain } from '../features/drill/run/open-domain.ts';
import { readPrograms } from '../features/drill/run/programs.ts';
import { createReports } from '../features/drill/report/report.ts';
import { adoptLayers } from '../features/disk/adopt-layers.ts';
import { createDiskGrants } from '../features/disk/disk-grants.ts';
import { diskOf } from '../cgroup/io-limits.ts';
import type { QuotaLayer } from '../lxc/layer.ts';
import { knownQuotaLayers } from '../features/disk/known-layers.ts';
import { backingOf, createLayers } from '../features/disk/layers.ts';
import { type DiskSize, readReserve } from '../features/disk/reserve.ts';
import { startSettling } from '../features/disk/start-settling.ts';
import { createImageStore } from '../features/images/image-store.ts';
import { readDenialSource } from '../features/host/denial-source.ts';
import { createHostInformation } from '../features/host/host-information.ts';
import { createLabels } from '../features/labels/labels.ts';
import { createAttribution } from '../features/denials/attribution.ts';
import { createContainers } from '../features/containers/containers.ts';
import { createContextMemory } from '../features/denials/context-memory.ts';
import { type NewVolumes, readSubidFile } from '../features/containers/creation/creation.ts';
import type { HostPlaces } from '../lxc/places.ts';
import { createCompileModule } from '../selinux/policy/compile-module.ts';
import { createConfine } from '../features/policies/confine.ts';
import { createDomainModules } from '../features/policies/domain-modules.ts';
import { expectedType } from '../selinux/labels/expected-type.ts';
import { createPolicyQuestions } from '../features/policies/ask-policy.ts';
import { createExplainer } from '../features/denials/explain-denials.ts';
import { createHiddenDenials } from '../features/denials/hidden-denials.ts';
import { policySequence } from '../selinux/policy/kernel-policy.ts';
import { createKernelDecisions } from '../selinux/ask-kernel.ts';
import { createLearning } from '../features/policies/learning.ts';
import { createLoudPolicy } from '../selinux/policy/loud-policy.ts';
import { createModuleStore } from '../features/policies/module-store.ts';
import { createModuleVersions } from '../features/policies/module-versions.ts';
import { createPolicies } from '../features/policies/policies.ts';
import { createPolicyProcess } from '../selinux/policy/policy-process.ts';
import { createPolicyTransactions, withinTransaction } from '../selinux/policy/policy-transaction.ts';
import { createSemodule } from '../selinux/policy/semodule.ts';
import { createMisplaced } from '../features/volumes/changes/misplaced-file.ts';
import { createShareable, createShareableOfGroup } from '../features/volumes/changes/shareable-volumes.ts';
import { createVolumeList } from '../features/volumes/admission/volume-list.ts';
import { createVolumeSteps } from '../features/volumes/volume-steps.ts';
import { createVolumes, type RealVolumes } from '../features/volumes/volumes.ts';
import { createTurns } from '../system/work/turns.ts';
import { createWorkGroup } from '../system/programs/work-group.ts';
import { idsPerContainer, rangesOfRoot } from '../lxc/id-ranges.ts';

export interface HostOptions {
  readonly activity: ActivityLog;
  readonly ledger: ChangeLedger;
  readonly intents: IntentJournal;
  /** The connection whose commits survive power loss. */
  readonly database: Connection;
  readonly log: Log;
  readonly version: string;
  /** The helper's own folder. */
  readonly statePath: string;
}

export interface RunningHost extends Host {
  /** Finishes or undoes what a dead helper began; call it before any request is taken. */
  recover(): Promise<void>;
  close(): void;
}

/** The bundle of helper/policy-reader.ts, beside this one. */
const policyReader = join(__dirname, 'bulkhead-policy-reader.js');
const moduleCompiler = join(__dirname, 'bulkhead-module-compiler.js');
const nobody = { uid: 65534, gid: 65534 };
const auditLog = '/var/log/audit/audit.log';
/** What containers leave free on the disk, where an administrator chose that. */
const diskConfiguration = '/etc/bulkhead/disk.conf';
/** The image that the drill's containers are made from: a web server with PHP, and Perl. */
const drillImage = 'drill-web';
/** Seconds of the audit log that are read when the helper starts. */
const denialHistorySeconds = 7 * 24 * 3600;

export function createHost({ activity, ledger, intents, database, log, version, statePath }: HostOptions): RunningHost {
  const places: HostPlaces = { lxc: '/var/lib/lxc', state: statePath, cgroup: '/sys/fs/cgroup' };
  const closing = new AbortController();
  const images = createImageStore({ log });
  const layersFolder = join(statePath, 'containers');
  const reserveOf = (size: DiskSize): ReturnType<typeof readReserve> =>
    readReserve(diskConfiguration, size, (error) =>
      log('error', 'disk-configuration-not-read', { reason: wordsOf(error) }),
    );
  const grants = createDiskGrants({ folder: layersFolder, reserveOf });
  const layers = createLayers({ folder: layersFolder, grants, reserveOf });
  const samples = createSamples({ log, layerUsage: grants.usageOf });
  /** A disk without room costs what is not kept at the next start, nothing else. */
  const onUnkept = (error: unknown): void => log('warning', 'denials-not-kept', { reason: wordsOf(error) });
  const auditLogWatch = createAuditLogWatch({
    auditd: createAuditd({ run: '/run', proc: '/proc' }),
    path: auditLog,
    log,
    now: () => Date.now() / 1000,
  });
  const denials = createDenialStore({
    auditLog: auditLogWatch,
    attribute: createAttribution({
      lxcPath: places.lxc,
      now: Date.now,
      memory: createContextMemory(database, { now: Date.now, onUnkept }),
    }),
    memory: createDenialMemory(database),
    onUnkept,
  });
  const policyFolder = join(statePath, 'policy');
  const now = (): number => Date.now() / 1000;
  const transactions = createPolicyTransactions();
  const semodule = createSemodule({ scratch: join(policyFolder, 'scratch') });
  const versions = createModuleVersions(database, policyFolder, now);
  const store = createModuleStore({ semodule, transactions, intents, versions });
  const work = createWorkGroup({ onMissing: (reason) => log('warning', 'children-not-apart', { reason }) });
  const policy = createPolicyProcess({ reader: policyReader, sequence: policySequence, user: nobody, work });
  const compile = createCompileModule({ compiler: moduleCompiler, parent: '/run/bulkhead', user: nobody, work });
  const compilations = createTurns({
    together: serviceLimits.compilations.value,
    each: serviceLimits.compilationsPerUser.value,
    waiting: serviceLimits.compilationsWaiting.value,
    what: 'compilations',
  });
  const modules = createDomainModules({ store, semodule, compile, compilations, policy });
  const volumeList = createVolumeList({ log });
  const volumeSteps = createVolumeSteps({ places, intents });
  const containers = createContainers({
    places,
    intents,
    imageRoot: (name) => images.rootOf(name),
    readSubids: readSubidFile,
    ownDomains: modules,
    volumes: volumeSteps,
    newVolumes: newVolumes(() => volumes),
    beginLearning: (name, seconds) => learning.count(name, seconds),
    layers,
    ioDisk: () => diskOf(layersFolder, { devices: '/sys/dev/block', cgroup: places.cgroup }),
  });
  const volumes = createVolumes({ intents, containers, steps: volumeSteps, list: volumeList });
  const learning = createLearning({ containers, modules, log, now });
  const information = createHostInformation({
    version,
    disk: grants.read,
    limits: { containers: containersThatFit(), consolesPerUser },
    auditLog: () => auditLogWatch.read(),
  });
  denials
    .ingest(
      followDenials({
        source: () => readDenialSource({ run: '/run', auditLog }, auditLogWatch.current()),
        since: Date.now() / 1000 - denialHistorySeconds,
        position: denials.position,
        auditLog,
        signal: closing.signal,
      }),
    )
    .catch((error: unknown) => log('error', 'denials-not-read', { reason: wordsOf(error) }));

  const hiddenDenials = createHiddenDenials({
    policy: createLoudPolicy(join(policyFolder, 'loud')),
    sequence: policySequence,
    intents,
    transactions,
    now: () => Date.now() / 1000,
    onTrouble: (error) => log('error', 'denials-not-concealed', { reason: wordsOf(error) }),
  });
  const shareable = createShareable({ steps: volumeSteps, volumes });
  const explain = createExplainer({
    groupOf: denials.group,
    containers: (signal) => containers.list(signal),
    policy,
    expectedType,
    misplaced: createMisplaced(volumeSteps),
    shareable,
  });

  const modulesOfChanges = createDomainModules({
    store: createModuleStore({ semodule, transactions: withinTransaction, intents, versions }),
    semodule,
    compile,
    compilations,
    policy,
  });
  const semanage = createSemanageStore(usedPolicyStore);
  const changes = createChanges({
    configure: containers.configure,
    ledger,
    intents,
    transactions,
    groupOf: denials.group,
    explain,
    drivers: {
      boolean: createBooleanDriver(semanage),
      'port-label': createPortDriver(semanage),
      volume: createVolumeDriver({
        volumes,
        shareable: createShareableOfGroup({
          groupOf: denials.group,
          containers: (signal) => containers.list(signal),
          shareable,
        }),
        volumesOf: volumeSteps.volumesOf,
      }),
      'volume-label': createVolumeLabelDriver({ containers, steps: volumeSteps }),
      relabel: createRelabelDriver({ forbidden: ['/proc', '/sys', '/dev', '/run', places.lxc, places.state] }),
      limits: createLimitDriver(containers),
      module: createModuleDriver({ modules: modulesOfChanges, containers }),
    },
    now: () => Date.now() / 1000,
  });
  const questions = createPolicyQuestions({
    containers: (signal) => containers.list(signal),
    places,
    policy,
    expectedType,
  });
  const consoles = createConsoles({ log });
  const drillFolder = join(statePath, 'drills');
  const drill = createDrill({
    intents,
    reports: createReports(drillFolder),
    information: () => information.read(),
    hold: (name, signal) => holdContainer(containers, name, signal),
    guests: createGuests({ containers, consoles, places, image: drillImage }),
    denials: { query: denials.query, explain },
    openDomain: createOpenDomain(semodule, transactions),
    decide: createKernelDecisions(),
    programs: readPrograms(join(__dirname, 'drill')),
  });
  const costs = createCosts({
    intents,
    information: () => information.read(),
    images: (signal) => images.list(signal),
    imageRoot: (name) => images.rootOf(name),
    containers,
    consoles,
    places,
    kept: join(statePath, 'cost.json'),
    now,
  });
  const nightlyDrill = createNightlyDrill({
    folder: drillFolder,
    run: (signal) => drill.run(undefined, signal),
    activity,
    log,
    now,
  });
  const labels = createLabels({ places, intents, containers, volumes: volumeSteps });
  const walls = createWalls({
    places,
    intents,
    containers,
    denialLog: () => information.denialLog(),
    volumes: volumeSteps,
    volumeList,
  });

  /** Before any of them is mounted. */
  function holdLayers(): void {
    try {
      mkdirSync(layersFolder, { recursive: true, mode: 0o700 });
      if (backingOf(layersFolder) === 'project-quota') grants.holdAll(knownQuotaLayers(places));
    } catch (error) {
      log('error', 'disk-limits-not-set', { reason: wordsOf(error) });
    }
  }

  return {
    info: () => information.read(),
    images: (signal) => images.list(signal),
    containers: { ...containers, confine: createConfine({ containers, modules, learning }) },
    policies: createPolicies({
      containers,
      modules,
      learning,
      explain,
      groups: (name, since) => denials.query({ container: name, since, events: 0 }, closing.signal),
    }),
    samples,
    denials: { query: denials.query, watch: denials.watch, timeline: denials.timeline, explain },
    hiddenDenials,
    changes,
    consoles,
    labels,
    activity,
    walls,
    volumes,
    questions,
    drill: { ...drill, schedule: nightlyDrill },
    costs,
    async recover() {
      images.close();
      await store.recover().catch((error: unknown) => log('error', 'policy-not-recovered', { reason: wordsOf(error) }));
      await hiddenDenials
        .recover()
        .catch((error: unknown) => log('error', 'denials-not-concealed', { reason: wordsOf(error) }));
      const onTrouble = (name: string, error: unknown): void =>
        log('error', 'not-recovered', { container: name, reason: wordsOf(error) });
      await walls.recover(onTrouble);
      labels.recover().catch((error: unknown) => log('error', 'labels-not-restored', { reason: wordsOf(error) }));
      holdLayers();
      await containers.recover(onTrouble);
      startSettling(grants, log, closing.signal);
      const choose = (name: string, layer: QuotaLayer): void => containers.choose(name, { layer });
      adoptLayers(
        { places, folder: layersFolder, layers, choose },
        (name, error) => log('error', 'layer-not-limited', { container: name, reason: wordsOf(error) }),
        closing.signal,
      ).catch((error: unknown) => log('error', 'layers-not-limited', { reason: wordsOf(error) }));
      // Claims its folders in this turn: what has one of them does not start before.
      const labelled = volumes.recover((source, error) =>
        log('error', 'volume-not-labelled', { source, reason: wordsOf(error) }),
      );
      // Linking a policy takes its time, and a change may be about a volume: containers are not kept waiting for it,
      // the next change is.
      labelled
        .then(() => changes.recover())
        .catch((error: unknown) => log('error', 'change-not-recovered', { reason: wordsOf(error) }));
      await learning.recover();
      void drill.recover(onTrouble);
      void costs.recover(onTrouble);
      nightlyDrill.begin();
    },
    close() {
      closing.abort();
      auditLogWatch.close();
      denials.save();
      learning.close();
      nightlyDrill.close();
      hiddenDenials.close();
      policy.close();
      samples.close();
    },
  };
}

/** Volumes need the containers, and a creation needs the volumes: these are looked up when a container is made. */
function newVolumes(volumes: () => RealVolumes): NewVolumes {
  return {
    check: (...args) => volumes().ofNew.check(...args),
    give: (...args) => volumes().ofNew.give(...args),
  };
}

/** Each container takes a range of root's ids, so these are what limits their number. */
function containersThatFit(): number {
  return rangesOfRoot(readSubidFile()).reduce((sum, { count }) => sum + Math.floor(count / idsPerContainer), 0);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
