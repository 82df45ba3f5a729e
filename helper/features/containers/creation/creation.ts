// SPDX-License-Identifier: Apache-2.0
/**
 * Creates a container. Every effect is written in the intent journal before it happens, and undone when a later one
 * fails or is cancelled.
 */

import { randomInt } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail } from '../../../../contract/errors.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import type { ServedPortNumber } from '../../../../contract/model/containers/container.ts';
import type { CreationStep } from '../../../../contract/creation-steps.ts';
import type { GivenVolumeItem } from '../../../../contract/operations/volume.ts';
import { changedSettings } from '../../../../contract/model/containers/settings-change.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { changedTags } from '../../../../contract/model/containers/tag.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { isWithoutStatement } from '../../../../sepolicy/own-domain/generate.ts';
import type { IntentJournal } from '../../../journal/intent-journal.ts';
import { cpuSetProblem } from '../../../cgroup/cpu-set.ts';
import { ioProblem } from '../../../cgroup/io-limits.ts';
import { layerFolders } from '../../../lxc/layer.ts';
import { chooseRange, type IdRange, idMappingsOf, rangesOfRoot } from '../../../lxc/id-ranges.ts';
import { rootLines, writeMountTable } from '../../../lxc/mount-table.ts';
import { mountRoot, type RootMounts } from '../../../lxc/root-mounts.ts';
import { ownBridges } from '../../../lxc/network/own-networks.ts';
import { ensureNetwork } from '../../../lxc/network/nat-bridge.ts';
import { newHardwareAddress } from '../../../lxc/network/network-lines.ts';
import { type CategoryPair, choosePair, levelOf, pairsOf } from '../../../selinux/category-pairs.ts';
import { withPairs } from '../../../selinux/taken-pairs.ts';
import { readEnforcement } from '../../../selinux/enforcement.ts';
import { isContextKnown } from '../../../selinux/known-context.ts';
import { hasFilesOfFolderLevel } from '../../../selinux/level-of-files.ts';
import { choosePlainDomain } from '../../../selinux/plain-domains.ts';
import { domainOf, domainType, fileTypeOf, ownerOf } from '../../../selinux/types.ts';
import { untilDurable } from '../../../system/files/write-durably.ts';
import { allConfigurations } from '../../../lxc/all-configurations.ts';
import { configurationLines } from './configuration.ts';
import { giveIdentity, hostnameFile } from '../../../lxc/root-identity.ts';
import { ioLines } from '../../../cgroup/io-lines.ts';
import { formatConfiguration, type ConfigurationLine } from '../../../lxc/configuration-file.ts';
import { type Description, mayNest } from '../../../lxc/description.ts';
import { type ContainerPlaces, containerPlaces } from '../../../lxc/places.ts';
import { bringHostInit } from '../../../lxc/program/host-init.ts';
import type { Creator } from '../ports/containers.ts';
import { hasCode } from '../../../system/errno.ts';
import { asDiskFull } from '../../../system/files/disk-full.ts';
import type { ContainersHost } from '../containers-host.ts';
import { plainDomainsOfOthers } from '../plain-domains.ts';
import type { Launched } from '../start-container.ts';

/** How a created container is started, and how one is undone whose creation did not finish. */
export interface CreationActs {
  /** Who asked for it. */
  readonly by: Creator;
  /** Brings configuration and files of a described, mounted one to the program that it runs in place of an init. */
  readonly bringProgram: (name: string) => Promise<void>;
  /** Call it once it is mounted and configured. Gives the init, whose context is not yet verified. */
  readonly launch: (name: string, signal: AbortSignal) => Promise<Launched>;
  /** Kills it and fails when its context is not the configured one. */
  readonly verify: (name: string, launched: Launched) => Promise<void>;
  /** Kills what runs and removes all of it. */
  readonly undo: (name: string) => Promise<void>;
}

interface Reservation {
  readonly own: ContainerPlaces;
  readonly ids: IdRange;
  readonly pair: CategoryPair;
  readonly plainDomain: number | null;
  readonly context: SecurityContext;
}

/**
 * What is reported during a creation: each step as it begins, and within `volumes` how much of that step is done and
 * which files keep their labels.
 */
export interface CreationProgress {
  readonly step: CreationStep;
  /** Of this step, 0 to 1. */
  readonly done?: number;
  readonly skipped?: { readonly path: string; readonly reason: Words };
}

/**
 * Reports each step; after the last the container exists, and is started if that was asked. Leaves nothing when it
 * fails, is cancelled, or the helper crashes.
 */
export async function* makeContainer(
  given: Params<'container.create'>,
  host: ContainersHost & CreationActs,
  signal: AbortSignal,
): AsyncGenerator<CreationProgress, void, undefined> {
  const request = withPublishedPorts(given);
  const { name, confinement, volumes } = request;
  yield { step: 'check' };
  const image = await host.imageRoot(request.image);
  const runsProgram = request.settings.program.length > 0;
  const init = runsProgram ? bringHostInit(name, host.places.state) : undefined;
  if (request.files !== undefined) await host.filesOfOthers.check(name, request.files, request.image);
  checkSelinux();
  checkLimits(request, host);
  await host.newVolumes.check(name, volumes, host.by);
  host.newPublications.check(name, request.network, request.published);
  const isPermissive = confinement === 'learning';
  const connectTypes = confinement === 'shared' ? [] : await host.ownDomains.connectTypes(request, signal);
  await host.reservations.bring();
  await ensureNetwork(request.network, signal);
  host.reservations.check(request);
  if (runsProgram) host.reservations.ofProgram(request);
  signal.throwIfAborted();

  yield { step: 'reserve' };
  const intent = host.intents.begin({ kind: 'create-container', subject: name, data: null });
  const made = { isOurs: false, isWhole: false };
  try {
    const { own, ids, pair, context, plainDomain } = reserve(request, host, () => {
      made.isOurs = true;
      takeOver(host.intents, intent, name);
    });

    const owner = ownerOf(name, { plainDomain });
    if (confinement !== 'shared') {
      const { ports, allow } = request;
      const chosen = { ports, allow, connectTypes, volumes: [], isPermissive };
      const module = await host.ownDomains.write(owner, chosen, signal);
      // Also where an earlier container left a module of the plain domain, which recovery has not removed.
      if (!isWithoutStatement(module) || host.ownDomains.has(owner)) {
        yield { step: 'policy' };
        await host.ownDomains.make(owner, module, { pair, isPermissive, signal });
      }
      signal.throwIfAborted();
    }

    yield { step: 'prepare-image' };
    prepareFolders(own, ids);
    const layer = await host.layers.make({ name, own }, { ids, limits: request.limits }, signal);
    signal.throwIfAborted();
    const folders = layerFolders(own, layer);
    const hostname = request.settings.hostname ?? name;
    const { tree } = host.by;
    const to = { upper: folders.upper, ids };
    const copies = request.files !== undefined || tree !== undefined;
    if (copies) {
      yield { step: 'copy-files' };
      if (request.files !== undefined) await host.filesOfOthers.copy(name, request.files, to, signal);
      else if (tree !== undefined) await host.filesOfOthers.copyTree(name, tree, to, signal);
      signal.throwIfAborted();
      giveIdentity(folders.upper, { ids, hostname });
    } else prepareUpper(folders.upper, ids, hostname);

    yield { step: 'mount' };
    const files: SecurityContext = { ...context, role: 'object_r', type: fileTypeOf(context.type) };
    const root: RootMounts = { name, places: own, layer: folders, image, init, ids, context: files };
    mountRoot(root);
    host.layers.settle({ name, own }, layer);
    signal.throwIfAborted();

    yield { step: 'configure' };
    // Again, in one turn with the writing: another container may have published the same port in between.
    host.newPublications.check(name, request.network, request.published);
    host.reservations.check(request);
    const description: Description = {
      version: 1,
      image: request.image,
      network: request.network,
      confinement: request.confinement,
      plainDomain,
      createdAt: Date.now() / 1000,
      ports: request.ports,
      allow: request.allow,
      connectTypes: [...connectTypes],
      learningUntil: null,
      learnedSince: null,
      learnedLost: null,
      volumes: [],
      published: request.published,
      links: [],
      tags: changedTags([], { add: request.tags, remove: [] }),
      settings: changedSettings(noSettings, request.settings),
      isHostnameDue: false,
      layer,
      io: ioOf(request),
      original: host.by.original ?? null,
    };
    // Volumes come later, and with them another table.
    writeMountTable(own, [...host.layers.mountLines(own, layer), ...rootLines(root)]);
    writeFileSync(own.description, `${JSON.stringify(description, undefined, 2)}\n`, { mode: 0o600 });
    await host.reservations.settle();
    if (runsProgram) await host.bringProgram(name);
    // The intent remains in the journal until all is on the disk. So only the end of the intent has to wait for the
    // disk.
    const durable = untilDurable([
      own.configuration,
      own.description,
      own.mountTable,
      own.folder,
      host.places.lxc,
      folders.upper,
      ...(copies ? [] : [join(folders.upper, hostnameFile)]),
      own.layers,
      dirname(own.layers),
    ]);
    signal.throwIfAborted();

    try {
      if (volumes.length > 0) {
        yield { step: 'volumes', done: 0 };
        for await (const item of host.newVolumes.give(name, volumes, host.by, signal)) yield volumeProgress(item);
        signal.throwIfAborted();
      }
      // Learning begins last before the start: its time covers what the container does, not its creation.
      if (isPermissive) await host.beginLearning(name, request.learnSeconds);
      if (request.start) {
        yield { step: 'start' };
        const launched = await host.launch(name, signal);
        yield { step: 'verify' };
        await host.verify(name, launched);
        signal.throwIfAborted();
      }
    } finally {
      await durable;
    }
    host.intents.done(intent);
    made.isWhole = true;
  } catch (error) {
    throw asDiskFull(error, host.places.state);
  } finally {
    // Also when the caller leaves the loop between two steps.
    if (!made.isWhole) {
      if (made.isOurs) await host.undo(name);
      host.reservations.release();
      host.intents.release(intent);
    }
  }
}

/** A domain of its own listens on the ports that are published, too. */
function withPublishedPorts(request: Params<'container.create'>): Params<'container.create'> {
  if (request.confinement === 'shared') return request;
  const isChosen = ({ protocol, port }: ServedPortNumber): boolean =>
    request.ports.some((chosen) => chosen.protocol === protocol && chosen.port === port);
  const published = request.published.map(({ protocol, port }) => ({ protocol, port })).filter((one) => !isChosen(one));
  const ports = new Map([...request.ports, ...published].map((one) => [`${one.protocol} ${one.port}`, one]));
  return { ...request, ports: [...ports.values()] };
}

function volumeProgress(item: GivenVolumeItem): CreationProgress {
  if (item.type === 'skipped') return { step: 'volumes', skipped: { path: item.path, reason: item.reason } };
  return { step: 'volumes', done: item.total === 0 ? 1 : item.files / item.total };
}

/**
 * What older intents of this name were about no longer exists, since the name was free. Recovery must not apply them to
 * the new container.
 */
function takeOver(intents: IntentJournal, intent: number, name: string): void {
  intents.note('create-container', intent, { isReserved: true });
  for (const { id, subject } of intents.pending()) if (subject === name && id < intent) intents.done(id);
}

/** Without the base module no context of Bulkhead is valid, and a container would not be confined: fail instead. */
export function checkSelinux(): void {
  if (readEnforcement() === undefined)
    fail('selinux-unavailable', { reason: say('the kernel of this host runs without SELinux') });
  const context = `system_u:system_r:${domainType}:s0`;
  if (!isContextKnown(context))
    fail('selinux-unavailable', {
      reason: say('the loaded policy does not know {domainType}; load the modules of policy/selinux with semodule', {
        domainType,
      }),
    });
}

/**
 * All in one turn, so that no other creation can choose the same pair or range: folder, categories, ids, configuration.
 */
function reserve(request: Params<'container.create'>, host: ContainersHost, onOurs: () => void): Reservation {
  const { name } = request;
  const own = containerPlaces(host.places, name);
  try {
    mkdirSync(own.folder, { mode: 0o700 });
  } catch (error) {
    if (hasCode(error, 'EEXIST')) fail('container-exists', { name });
    throw error;
  }
  onOurs();
  const { lines, ...chosen } = chooseConfiguration(request, host);
  writeFileSync(own.configuration, formatConfiguration(lines), { mode: 0o600 });
  return { own, ...chosen };
}

/** Changes nothing, so that another one may be chosen the same a moment later. */
export function previewConfiguration(
  request: Params<'container.create'>,
  host: Pick<ContainersHost, 'places' | 'readSubids' | 'ioDisk' | 'incus'>,
): readonly ConfigurationLine[] {
  checkSelinux();
  return chooseConfiguration(request, host).lines;
}

/** Categories, ids, a plain domain and a configuration that no container has. */
function chooseConfiguration(
  request: Params<'container.create'>,
  { places, readSubids, ioDisk, incus }: Pick<ContainersHost, 'places' | 'readSubids' | 'ioDisk' | 'incus'>,
): Omit<Reservation, 'own'> & { readonly lines: readonly ConfigurationLine[] } {
  const { name, limits, network, confinement } = request;
  const own = containerPlaces(places, name);
  const others = allConfigurations(places.lxc);
  const contexts = others.flatMap((lines) => valuesOf(lines, 'lxc.selinux.context'));
  const pair = choosePair(withPairs(incus.takenPairs(), pairsOf(contexts)), (n) => randomInt(n));
  if (pair === undefined) fail('container-failed', { name, reason: say('every pair of categories is taken') });
  const ids = chooseRange(rangesOfRoot(readSubids()), [
    ...others.flatMap((lines) => idMappingsOf(lines).map(({ host }) => host)),
    ...incus.ownIds(),
  ]);
  if (ids === undefined)
    fail('container-failed', {
      name,
      reason: say('no user ids are left for root in /etc/subuid; add a line such as root:100000:1000000000'),
    });
  const shared: SecurityContext = { user: 'system_u', role: 'system_r', type: domainType, level: levelOf(pair) };
  if (!isContextKnown(formatSecurityContext(shared)))
    fail('selinux-unavailable', {
      reason: say('the loaded policy does not know the categories of {shared}', {
        shared: formatSecurityContext(shared),
      }),
    });
  const plainDomain =
    confinement === 'own'
      ? choosePlainDomain({ taken: plainDomainsOfOthers(places, name), chosen: request }, (n) => randomInt(n))
      : null;
  const context = { ...shared, type: domainOf(name, { confinement, plainDomain }) };
  const lines = configurationLines({
    name,
    rootfs: own.rootfs,
    places: own,
    context,
    labelsMemory: hasFilesOfFolderLevel(shared),
    ids,
    limits,
    io: ioLines(ioOf(request), ioDisk()),
    network,
    settings: changedSettings(noSettings, request.settings),
    ownBridges: ownBridges(places.state),
    isNested: mayNest(request),
    hardwareAddress: newHardwareAddress(),
  });
  return { ids, pair, plainDomain, context, lines };
}

function checkLimits({ name, limits }: Params<'container.create'>, { layers, places, ioDisk }: ContainersHost): void {
  const problem = ioProblem(limits, ioDisk()) ?? cpuSetProblem(limits.cpuSet, places.cgroup);
  if (problem !== undefined) fail('limit-not-possible', { name, ...problem });
  layers.check(name, limits);
}

function ioOf({ limits }: Params<'container.create'>): Description['io'] {
  const { ioReadBytesPerSecond, ioWriteBytesPerSecond, ioWeight } = limits;
  return { ioReadBytesPerSecond, ioWriteBytesPerSecond, ioWeight };
}

function prepareFolders(own: ContainerPlaces, ids: IdRange): void {
  // LXC reaches the root file system as the container's own root; no other user of the host may reach it.
  chownSync(own.folder, 0, ids.base);
  chmodSync(own.folder, 0o710);
  mkdirSync(own.rootfs);
  mkdirSync(own.layers, { recursive: true, mode: 0o700 });
  mkdirSync(own.lower);
}

function prepareUpper(upper: string, ids: IdRange, hostname: string): void {
  const file = join(upper, hostnameFile);
  const etc = dirname(file);
  mkdirSync(etc);
  writeFileSync(file, `${hostname}\n`);
  for (const path of [upper, etc]) chmodSync(path, 0o755);
  chmodSync(file, 0o644);
  for (const path of [upper, etc, file]) chownSync(path, ids.base, ids.base);
}

function valuesOf(lines: readonly ConfigurationLine[], key: string): readonly string[] {
  return lines.flatMap((line) => (line.key === key ? [line.value] : []));
}
