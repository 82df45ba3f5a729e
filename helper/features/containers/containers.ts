// SPDX-License-Identifier: Apache-2.0
/** The containers of the host: lists, watches, and changes them one operation at a time for each container. */

import { randomInt } from 'node:crypto';
import { fail } from '../../../contract/errors.ts';
import { changedTags, maxTags } from '../../../contract/model/containers/tag.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Capability } from '../../../contract/model/engines/capabilities.ts';
import type { SelinuxMode } from '../../../contract/model/isolation/judge-container.ts';
import { requireCapability } from '../../../contract/rules/require-capability.ts';
import { say } from '../../../contract/text.ts';
import { readEnforcement } from '../../selinux/enforcement.ts';
import { askOnceOfEach, createPermissiveDomains } from '../../selinux/permissive-domains.ts';
import { choosePlainDomain } from '../../selinux/plain-domains.ts';
import { failByIncus, failInWordsOfIncus } from '../../incus/fail-by-incus.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { createChangeSettings } from './change-settings.ts';
import { createContainerStart } from './start-container.ts';
import { createClaims, type Transition } from '../../lxc/claims.ts';
import { createConfigurations } from './configurations.ts';
import { createRoots, type Roots } from './bring-roots.ts';
import { createConfigure } from './configure.ts';
import { createContainerWatch } from './container-watch.ts';
import { exclusivelyAll } from '../../lxc/exclusively-all.ts';
import { readIncluding } from '../../lxc/included-configuration.ts';
import { createLxcTools } from '../../lxc/lxc-tools.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { readContainer } from './read-container.ts';
import { createContainerRename } from './rename-container.ts';
import type { EngineActs } from './engine.ts';
import { createOwnInstances } from './incus/own-instances.ts';
import { plainDomainsOfOthers } from './plain-domains.ts';
import { recoverContainers } from './recover-containers.ts';
import { createContainerRemoval } from './remove-container.ts';
import type { Containers } from './ports/containers.ts';
import type { ContainerMaking } from './ports/making.ts';
import type { JudgeAddress } from './ports/networks.ts';
import type { ContainersHost } from './containers-host.ts';

export interface RecoveringContainers extends Containers {
  /** What creates containers uses it. */
  readonly making: ContainerMaking;
  /** Finishes or undoes what a crashed helper left. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
  /** Gives what mounts the roots that are no longer mounted after a reboot. */
  rootsWith(onTrouble: (name: string, error: unknown) => void): Roots;
}

export function createContainers(host: ContainersHost): RecoveringContainers {
  const { places } = host;
  const tools = createLxcTools(places.lxc);
  const isPermissive = createPermissiveDomains();
  const watch = createContainerWatch({ list: listAll, folders: [places.lxc, places.cgroup], periodMs: 2000 });
  const claims = createClaims(() => watch.poke());
  const configurations = createConfigurations(host, () => watch.poke());
  const starts = createContainerStart(host, tools, configurations);
  const removals = createContainerRemoval(host, tools);
  const configure = createConfigure(host, configurations);
  const changeSettings = createChangeSettings(host, configurations);
  const renames = createContainerRename(host, configurations);
  host.incus.onChange(() => watch.poke());
  const instances = createOwnInstances({ ...host, configurations, claims, onLabelling: () => watch.poke() });

  function listAll(): readonly Container[] {
    const enforcement = readEnforcement();
    const facts = { enforcement, isPermissive: askOnceOfEach(isPermissive) };
    const judgeAddress = host.judgeAddresses?.();
    const shown = claims.shown();
    const inPlace = new Set(shown.map(({ name }) => name));
    const names = containerNames(places.lxc);
    const read = names.flatMap((name) => {
      const work = claims.of(name) ?? shownUnderWay(host.kindsUnderWay?.(name) ?? []);
      if (work.isHidden === true || inPlace.has(name)) return [];
      return readContainer(name, { places, ...facts, transition: work.transition, judgeAddress }) ?? [];
    });
    const others = host.incus
      .list(names, { ...facts, transitionOf: (name) => claims.of(name)?.transition })
      .map((one) => withAddressProblem(withLabelling(one), judgeAddress));
    const all = [...read, ...shown, ...others].sort((one, other) => (one.name < other.name ? -1 : 1));
    return host.verdicts?.judgeAll(all, modeOf(enforcement)) ?? all;
  }

  function withLabelling(container: Container): Container {
    const labelling = instances.labellingOf(container.name);
    return labelling === undefined ? container : { ...container, labelling };
  }

  /** Adds why it has no address. The hardware address of an instance of Incus is not known here. */
  function withAddressProblem(container: Container, judgeAddress: JudgeAddress | undefined): Container {
    if (container.initPid === null) return container;
    const addressProblem = judgeAddress?.({ ...container, hardwareAddress: undefined, programAddress: undefined });
    return addressProblem === undefined ? container : { ...container, addressProblem };
  }

  function read(name: string): Container {
    const enforcement = readEnforcement();
    const container = readContainer(name, { places, enforcement, isPermissive, transition: undefined });
    return judged(container ?? failWithout(name), enforcement);
  }

  function judged(container: Container, enforcement: Enforcement): Container {
    return host.verdicts?.judgeOne(container, modeOf(enforcement)) ?? container;
  }

  const { isOfIncus } = instances;

  /** Reads a container of any engine. */
  function readAny(name: string): Container {
    if (!isOfIncus(name)) return read(name);
    const enforcement = readEnforcement();
    const container = host.incus.read(name, { enforcement, isPermissive, transitionOf: () => undefined });
    return judged(container ?? failWithout(name), enforcement);
  }

  /** Reads one that its engine may act on. */
  function mustBeOwn(name: string): Container {
    if (isOfIncus(name)) instances.managed(name);
    const container = readAny(name);
    if (!container.isManaged) fail('container-not-managed', { name });
    return container;
  }

  /** Fails for a name that no container of LXC has. */
  function failWithout(name: string): never {
    if (host.incus.has(name)) fail('container-of-incus', { name });
    fail('container-not-found', { name });
  }

  function mustRun(name: string): Container {
    const container = mustBeOwn(name);
    if (!runs(container)) fail('container-not-running', { name });
    return container;
  }

  /** One of Incus that is on another member has no process on this host. */
  function runs({ name, initPid }: Container): boolean {
    return initPid !== null || (isOfIncus(name) && instances.isRunning(instances.managed(name)));
  }

  /** The caller has the lock of the name. */
  async function removeLocked(name: string): Promise<void> {
    await removals.remove(name);
    host.reservations.release();
    host.events.emit('removed', { name });
  }

  const lxc: EngineActs = {
    start: (name, signal) => starts.containerStart(name, signal),
    stop: (name, { force }, signal) => (force ? tools.kill(name) : tools.shutDown(name, signal)),
    freeze: (name, signal) => tools.freeze(name, signal),
    unfreeze: (name, signal) => tools.unfreeze(name, signal),
    remove: removeLocked,
    configure: (name, limits) => configure(name, limits, read(name).initPid !== null),
  };
  const engineOf = (name: string): EngineActs => (isOfIncus(name) ? instances.acts : lxc);
  const making: ContainerMaking = {
    claimNew(name) {
      // One that has the name already stays visible: the lock, which comes after this, hides what is under creation.
      if (containerNames(places.lxc).includes(name) && claims.of(name) === undefined)
        fail('container-exists', { name });
      return claims.claim(name, { reason: say('it is being created'), isHidden: true });
    },
    async checkNew(name, signal) {
      await host.incus.settled(signal);
      if (host.incus.has(name)) fail('container-exists', { name });
    },
    idsOfIncus: () => host.incus.ownIds(),
    bringProgram: configurations.bringProgram,
    launch: starts.launch,
    verify: starts.verify,
    undo: removals.undo,
    read,
  };
  return {
    making,
    ofIncus: {
      client: host.incus.client,
      settled: host.incus.settled,
      has: isOfIncus,
      own: instances.own,
      managed: instances.managed,
      isRunning: instances.isRunning,
      contextOf: instances.acts.contextOf,
      checkLabels: instances.acts.checkLabels,
      openRoot: instances.openRoot,
      here: () => host.incus.here(),
      checkNew: instances.checkNew,
      adoption: instances.adoption,
      labelFiles: instances.domains.labelFiles,
      confine: (name, ...others) =>
        instances.domains.confine(name, ...others).catch((error: unknown) => failByIncus(name, error)),
    },
    claim: claims.claim,
    exclusively: claims.exclusively,
    mount: configurations.mount,
    described: configurations.described,
    choose: configurations.choose,
    describedDomain: (name) => (isOfIncus(name) ? instances.domains.described(name) : configurations.described(name)),
    async chooseDomain(name, chosen) {
      if (isOfIncus(name)) await instances.domains.choose(name, chosen).catch(failInWordsOfIncus(name));
      else configurations.choose(name, chosen);
    },
    freePlainDomain: (name, chosen) =>
      choosePlainDomain({ taken: plainDomainsOfOthers(places, name), chosen }, (n) => randomInt(n)),
    applyChoice: configurations.applyChoice,
    bringVolumes: configurations.bringVolumes,
    bringNetwork: configurations.bringNetwork,
    rootsWith: (onTrouble) => createRoots({ host, configurations, claims, onTrouble }),
    async recover(onTrouble) {
      await recoverContainers({ host, configurations, starts, removals, renames }, onTrouble);
      host.incus.begin();
      void instances.recover(onTrouble);
    },
    async list(signal) {
      await host.incus.settled(signal);
      return listAll();
    },
    linesOf: (name) =>
      containerNames(places.lxc).includes(name)
        ? readIncluding(containerPlaces(places, name).configuration)
        : (host.incus.linesOf(name) ?? []),
    contextsOfIncus: () => host.incus.contexts(),
    pairsOfIncus: () => host.incus.takenPairs(),
    async require(name, { can, isManaged = false, isStopped = false }) {
      const container = listAll().find((one) => one.name === name) ?? fail('container-not-found', { name });
      if (!container.isManaged && isOfIncus(name)) fail('container-of-incus', { name });
      if (isManaged && !container.isManaged) fail('container-not-managed', { name });
      requireCapability(container, can);
      if (isStopped && container.initPid !== null) fail('container-running', { name });
      return container;
    },
    async *watch(signal) {
      await host.incus.settled(signal);
      yield* watch.changes(signal);
    },

    createInIncus(request, signal) {
      const { name } = request;
      return claims.exclusively(name, { reason: say('it is being created') }, async () => {
        await instances.create(request, signal);
        return readAny(name);
      });
    },

    async *moveInIncus(request, signal) {
      const { name } = request;
      const release = claims.claim(name, { reason: say('it is being moved') });
      try {
        await host.incus.settled(signal);
        mustBeOwn(name);
        const arrival = yield* instances.move(request, signal);
        return { container: readAny(name), arrival };
      } finally {
        release();
      }
    },

    evacuateInIncus: (evacuation, signal) => instances.evacuate(evacuation, signal),

    start(name, signal) {
      return claims.exclusively(name, { reason: say('it is being started'), transition: 'starting' }, async () => {
        // Its categories are judged against all others.
        await host.incus.settled(signal);
        if (runs(mustBeOwn(name))) fail('container-running', { name });
        await engineOf(name).start(name, signal);
        return readAny(name);
      });
    },

    stop(name, { force }, signal) {
      const begun = (): Promise<Container> => {
        mustRun(name);
        return engineOf(name)
          .stop(name, { force }, signal)
          .then(() => readAny(name));
      };
      // A kill is what a person does when a stop hangs, so it may run during one.
      if (force && claims.of(name)?.transition === 'stopping') return begun();
      return claims.exclusively(name, { reason: say('it is being stopped'), transition: 'stopping' }, begun);
    },

    restart(name, signal) {
      return claims.exclusively(name, { reason: say('it is being restarted'), transition: 'stopping' }, async () => {
        mustRun(name);
        await engineOf(name).stop(name, { force: false }, signal);
        await engineOf(name).start(name, signal);
        return readAny(name);
      });
    },

    freeze(name, signal) {
      return claims.exclusively(name, { reason: say('it is being frozen'), transition: 'freezing' }, async () => {
        mustRun(name);
        await engineOf(name).freeze(name, signal);
        return readAny(name);
      });
    },

    unfreeze(name, signal) {
      return claims.exclusively(name, { reason: say('it is being unfrozen') }, async () => {
        mustRun(name);
        await engineOf(name).unfreeze(name, signal);
        return readAny(name);
      });
    },

    configure(name, limits) {
      return claims.exclusively(name, { reason: say('its limits are being changed') }, async () => {
        const { limits: before } = mustBeOwn(name);
        const applied = [...(await engineOf(name).configure(name, limits))];
        return { before, container: readAny(name), applied };
      });
    },

    tag(name, change) {
      return claims.exclusively(name, { reason: say('its tags are being changed') }, async () => {
        const { tags: before } = able(mustBeOwn(name), 'tags');
        const tags = changedTags(before, change);
        if (tags.length > maxTags) fail('too-many-tags', { name, max: maxTags });
        configurations.choose(name, { tags });
        return { before, container: read(name) };
      });
    },

    changeSettings(name, change) {
      return claims.exclusively(name, { reason: say('its settings are being changed') }, async () => {
        able(mustBeOwn(name), 'settings');
        const { settings: before } = configurations.described(name);
        const applied = [...(await changeSettings(name, change))];
        return { before, container: read(name), applied };
      });
    },

    remove(name, { force }, signal) {
      return claims.exclusively(name, { reason: say('it is being removed'), transition: 'stopping' }, async () => {
        const container = mustBeOwn(name);
        if (runs(container) && !force) fail('container-running', { name });
        if (container.original !== null)
          fail('container-failed', {
            name,
            reason: say(
              'its original is kept; restore it (bulkheadctl adopt --restore-original), or remove it ' +
                'first (--remove-original)',
            ),
          });
        signal.throwIfAborted();
        await engineOf(name).remove(name);
      });
    },

    removeLocked,

    async rename(name, to, signal) {
      // Two locks of one name would say that somebody else works on it.
      if (name === to || host.incus.has(to)) fail('container-exists', { name: to });
      return exclusivelyAll(claims, { names: [name, to], reason: say('it is being renamed') }, async () => {
        await renames.rename(able(mustBeOwn(name), 'rename'), to, signal);
        return read(to);
      });
    },

    async attachTarget(name, signal) {
      if (isOfIncus(name)) return instances.attachTarget(name, signal);
      const { initPid } = mustBeOwn(name);
      if (initPid === null) fail('container-not-running', { name });
      // Judged again: lxc-attach uses the configuration, which somebody may have edited since the start.
      return { name, initPid, context: configurations.contextOf(name) };
    },
  };
}

/** Says how a container is shown that is not recovered yet: as it was while the work went on. */
function shownUnderWay(kinds: readonly string[]): { readonly transition?: Transition; readonly isHidden?: boolean } {
  if (kinds.includes('create-container')) return { isHidden: true };
  if (kinds.includes('remove-container')) return { transition: 'stopping' };
  return kinds.includes('start-container') ? { transition: 'starting' } : {};
}

/** Gives the container back where its engine has the capability. */
function able(container: Container, capability: Capability): Container {
  requireCapability(container, capability);
  return container;
}

type Enforcement = ReturnType<typeof readEnforcement>;

function modeOf(enforcement: Enforcement): SelinuxMode {
  if (enforcement === undefined) return 'disabled';
  return enforcement.isEnforcing ? 'enforcing' : 'permissive';
}
