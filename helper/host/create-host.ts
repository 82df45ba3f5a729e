/** Puts the real host together from its adapters, and brings it back to order after a crash or a reboot. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ActivityLog } from '../journal/activity-log.ts';
import type { ChangeLedger } from '../journal/change-ledger.ts';
import type { Connection } from '../journal/database.ts';
import type { IntentJournal } from '../journal/intent-journal.ts';
import type { Log } from '../log.ts';
import { createAuditLogWatch } from './audit/audit-log-watch.ts';
import { createAuditd } from './audit/auditd.ts';
import { createDenialMemory } from './audit/denial-memory.ts';
import { createDenialStore } from './audit/denial-store.ts';
import { followDenials } from './audit/follow-denials.ts';
import { createSamples } from './cgroup/samples.ts';
import { createBooleanDriver } from './change/boolean-driver.ts';
import { createChanges } from './change/changes.ts';
import { createLimitDriver } from './change/limit-driver.ts';
import { createModuleDriver } from './change/module-driver.ts';
import { createPortDriver } from './change/port-driver.ts';
import { createRelabelDriver } from './change/relabel-driver.ts';
import { createSemanageStore, usedPolicyStore } from './change/semanage-store.ts';
import { createVolumeLabelDriver } from './change/volume-label-driver.ts';
import { createVolumeDriver } from './change/volume-driver.ts';
import { createWalls } from './wall/walls.ts';
import { consolesPerUser, createConsoles } from './console/console.ts';
import { serviceLimits } from '../../contract/service-limits.ts';
import type { Host } from './host.ts';
import { createCosts } from './cost/costs.ts';
import { createDrill } from './drill/drill.ts';
import { createGuests } from './drill/guests.ts';
import { holdContainer } from './drill/hold-container.ts';
import { createNightlyDrill } from './drill/nightly-drill.ts';
import { createOpenDomain } from './drill/open-domain.ts';
import { readPrograms } from './drill/programs.ts';
import { createReports } from './drill/report.ts';
import { adoptLayers } from './disk/adopt-layers.ts';
import { createDiskGrants } from './disk/disk-grants.ts';
import { diskOf } from './disk/io-limits.ts';
import type { QuotaLayer } from './disk/layer.ts';
import { knownQuotaLayers } from './disk/known-layers.ts';
import { backingOf, createLayers } from './disk/layers.ts';
import { type DiskSize, readReserve } from './disk/reserve.ts';
import { startSettling } from './disk/start-settling.ts';
import { createImageStore } from './image/image-store.ts';
import { readDenialSource } from './information/denial-source.ts';
import { createHostInformation } from './information/host-information.ts';
import { createLabels } from './labels/labels.ts';
import { createAttribution } from './lxc/attribution.ts';
import { createContainers } from './lxc/containers.ts';
import { createContextMemory } from './lxc/context-memory.ts';
import { type NewVolumes, readSubidFile } from './lxc/creation.ts';
import type { HostPlaces } from './lxc/places.ts';
import { createCompileModule } from './policy/compile-module.ts';
import { createConfine } from './policy/confine.ts';
import { createDomainModules } from './policy/domain-modules.ts';
import { expectedType } from './policy/expected-type.ts';
import { createPolicyQuestions } from './policy/ask-policy.ts';
import { createExplainer } from './policy/explain-denials.ts';
import { createHiddenDenials } from './policy/hidden-denials.ts';
import { policySequence } from './policy/kernel-policy.ts';
import { createKernelDecisions } from './selinux/ask-kernel.ts';
import { createLearning } from './policy/learning.ts';
import { createLoudPolicy } from './policy/loud-policy.ts';
import { createModuleStore } from './policy/module-store.ts';
import { createModuleVersions } from './policy/module-versions.ts';
import { createPolicies } from './policy/policies.ts';
import { createPolicyProcess } from './policy/policy-process.ts';
import { createPolicyTransactions, withinTransaction } from './policy/policy-transaction.ts';
import { createSemodule } from './policy/semodule.ts';
import { createMisplaced } from './volumes/misplaced-file.ts';
import { createShareable, createShareableOfGroup } from './volumes/shareable-volumes.ts';
import { createVolumeList } from './volumes/volume-list.ts';
import { createVolumeSteps } from './volumes/volume-steps.ts';
import { createVolumes, type RealVolumes } from './volumes/volumes.ts';
import { createTurns } from '../turns.ts';
import { createWorkGroup } from './work-group.ts';
import { idsPerContainer, rangesOfRoot } from './namespace/id-ranges.ts';

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
    disk: grants.read,
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
