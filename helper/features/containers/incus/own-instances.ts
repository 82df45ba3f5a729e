// SPDX-License-Identifier: Apache-2.0
/** The instances of Incus that are Bulkhead's: which may be acted on here, and how they are created, moved and recovered. */

import { randomInt } from 'node:crypto';
import { fail } from '../../../../contract/errors.ts';
import type { Item, Params, Result } from '../../../../contract/operations/index.ts';
import { say } from '../../../../contract/text.ts';
import { failByIncus } from '../../../incus/fail-by-incus.ts';
import { type IncusInstance, nameOf, readInstance, runtimeThere } from '../../../incus/incus-instances.ts';
import { allConfigurations, containerNames } from '../../../lxc/all-configurations.ts';
import type { Claims } from '../../../lxc/claims.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';
import { chooseRange, idMappingsOf, type IdRange, rangesOfRoot } from '../../../lxc/id-ranges.ts';
import { readRuntime } from '../../../lxc/runtime.ts';
import { type CategoryPair, pairsOf } from '../../../selinux/category-pairs.ts';
import { checkSelinux } from '../../../selinux/check-selinux.ts';
import { readEnforcement } from '../../../selinux/enforcement.ts';
import { withPairs } from '../../../selinux/taken-pairs.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import type { Configurations } from '../configurations.ts';
import type { ContainersHost } from '../containers-host.ts';
import type { AttachTarget } from '../ports/containers.ts';
import type { InstanceAdoption } from '../ports/incus.ts';
import type { ContainerRoot } from '../ports/roots.ts';
import { createInstanceAdoption } from './adopt-instance.ts';
import { checkNewInstance, createInstance } from './create-instance.ts';
import { hasOwnDomain } from './chosen-domain.ts';
import { createIncusActs, type IncusActs } from './incus-acts.ts';
import { createFileLabels, type Labelling } from './labels/file-labels.ts';
import { folderPoolProblem } from './folder-pools.ts';
import { contextOf } from './instance-lines.ts';
import { openInstanceRoot } from './instance-root.ts';
import { createInstanceDomains, type InstanceDomains } from './instance-domains.ts';
import { createInstanceMoves, type InstanceMoves } from './moves/instance-moves.ts';
import type { IdentityHost } from './own-identity.ts';
import { isManagedInstance } from './read-instance.ts';
import { recoverInstances } from './recover-instances.ts';

export interface OwnInstancesHost extends Pick<
  ContainersHost,
  'places' | 'intents' | 'incus' | 'policyVersion' | 'readSubids' | 'events' | 'ownDomains'
> {
  readonly configurations: Pick<Configurations, 'linesOf'>;
  readonly claims: Claims;
  /** Called when `labellingOf` gives something else. */
  readonly onLabelling: () => void;
}

export interface OwnInstances {
  readonly acts: IncusActs;
  /** Says whether a name without a container of LXC is one that Incus lists, also one that others created. */
  isOfIncus(name: string): boolean;
  /** The instance that is listed under this name, if it is one of Bulkhead's, on any member. Fails where it is not. */
  managed(name: string): IncusInstance;
  /** Gives the instance if it is on this host: what reaches into one needs its kernel. */
  own(name: string): IncusInstance;
  /** Asks the kernel where it is on this host, else Incus. */
  isRunning(instance: IncusInstance): boolean;
  /** Fails where one of this name cannot be created on this pool now. Changes nothing. */
  checkNew(one: { readonly name: string; readonly pool: string }, signal: AbortSignal): Promise<void>;
  /** The caller has the lock of the name. */
  create(request: Params<'cluster.create'>, signal: AbortSignal): Promise<void>;
  /** Moves it; the caller has the lock of the name. */
  move(
    request: Params<'cluster.move'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'cluster.move'>, Result<'cluster.move'>['arrival'], undefined>;
  readonly evacuate: InstanceMoves['evacuate'];
  readonly adoption: InstanceAdoption;
  readonly domains: InstanceDomains;
  readonly openRoot: (name: string, signal: AbortSignal) => Promise<ContainerRoot>;
  /**
   * Says where a console of it has to end up; its context is judged again, since somebody may have changed it since the
   * start.
   */
  attachTarget(name: string, signal: AbortSignal): Promise<AttachTarget>;
  /** How far the labelling of its files has come; undefined while they are not being labelled. */
  labellingOf(name: string): Labelling | undefined;
  /** Finishes or undoes what a crashed helper left; in the background, since an Incus that does not answer keeps nobody waiting. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
}

export function createOwnInstances(host: OwnInstancesHost): OwnInstances {
  const { places, configurations, claims, incus } = host;
  const domains = createInstanceDomains({
    client: incus.client,
    intents: host.intents,
    ownDomains: host.ownDomains,
    managed,
    find: incus.find,
    isHere: incus.isHere,
    namesOfLxc: () => containerNames(places.lxc),
    async ifIdle(name, act) {
      if (claims.of(name) === undefined)
        await claims.exclusively(name, { reason: say('its policy module is being changed') }, act);
    },
    refresh: incus.refresh,
    onTrouble: incus.onTrouble,
    areAllRead: () => incus.unreadMembers().length === 0,
  });
  const fileLabels = createFileLabels({
    client: incus.client,
    isRunning: (instance) => runtimeOf(instance) !== undefined,
    folderProblem: folderPoolProblem,
    onProgress: host.onLabelling,
  });
  const acts = createIncusActs({
    client: incus.client,
    cgroupRoot: places.cgroup,
    intents: host.intents,
    managed,
    runtimeOf,
    isHere: incus.isHere,
    onTrouble: incus.onTrouble,
    othersOf: contextsBeside,
    bringModule: domains.bring,
    forgetModule: domains.forget,
    labelFiles: fileLabels.label,
    refresh: (instance) => incus.refresh(instance),
    onRemoved: (name) => host.events.emit('removed', { name }),
  });
  const moves = createInstanceMoves({
    ...host,
    acts,
    managed,
    runtimeOf,
    othersOf: contextsBeside,
    bringModule: domains.bring,
    labelFiles: (instance, signal) => fileLabels.label(instance, contextOf(instance), signal),
    confines,
    namesOfLxc: () => containerNames(places.lxc),
    idsOfLxc,
  });
  incus.onStarted(lookAtStarted);
  incus.onQuestion(() => void moves.look());
  incus.onNote((note) => void domains.look(note));
  incus.onGone((instance) => {
    if (hasOwnDomain(instance)) void domains.lookAt(nameOf(instance));
  });

  const identities = (): Omit<IdentityHost, 'announce'> => ({
    client: incus.client,
    freeIds,
    now: () => Date.now() / 1000,
    taken: () => withPairs(incus.takenPairs(), pairsOfLxc()),
  });
  const adoption = createInstanceAdoption({
    ...identities(),
    announce: (one) => incus.announce({ ...one, name: underAdoption(one.name) }),
    intents: host.intents,
    checkSelinux,
    folderProblem: folderPoolProblem,
    here,
    fileLabels,
    checkLabels: acts.checkLabels,
    isRunning: (name) => readRuntime(places.cgroup, name) !== undefined,
    refresh: (instance) => incus.refresh(instance),
  });

  function managed(name: string): IncusInstance {
    const instance = incus.find(name) ?? fail('container-not-found', { name });
    return isManagedInstance(instance) ? instance : fail('container-of-incus', { name });
  }

  function own(name: string): IncusInstance {
    managed(name);
    return here(name);
  }

  function runtimeOf(instance: IncusInstance): { readonly isFrozen: boolean } | undefined {
    return incus.isHere(instance) ? readRuntime(places.cgroup, nameOf(instance)) : runtimeThere(instance);
  }

  function here(name: string): IncusInstance {
    const instance = incus.find(name) ?? fail('container-not-found', { name });
    if (!incus.isHere(instance))
      fail('container-failed', {
        name,
        reason: say('it is on the member {member} of its cluster; connect to the helper of that host', {
          member: instance.location,
        }),
      });
    return instance;
  }

  function contextsBeside(name: string): ReadonlyMap<string, string> {
    const all = new Map([
      ...containerNames(places.lxc).map(
        (other) => [other, valueOf(configurations.linesOf(other), 'lxc.selinux.context') ?? ''] as const,
      ),
      ...incus.contexts(),
    ]);
    all.delete(name);
    all.delete(underAdoption(name));
    return all;
  }

  function pairsOfLxc(): readonly CategoryPair[] {
    return pairsOf(
      containerNames(places.lxc).map((name) => valueOf(configurations.linesOf(name), 'lxc.selinux.context') ?? ''),
    );
  }

  /**
   * Incus takes ids out of root's range as well, and does not know those of LXC's containers. Here only those of this
   * host are known, which begin with the lowest: a choice among all is hardly ever taken on another member.
   */
  function freeIds(): number | undefined {
    const taken = [...idsOfLxc(), ...incus.ownIds()];
    return chooseRange(rangesOfRoot(host.readSubids()), taken, (places) => randomInt(places))?.base;
  }

  function idsOfLxc(): readonly IdRange[] {
    return allConfigurations(places.lxc).flatMap((lines) => idMappingsOf(lines).map((one) => one.host));
  }

  /** One of Bulkhead's that another tool has started, or Incus itself after an evacuation. */
  async function lookAtStarted(name: string): Promise<void> {
    const instance = incus.find(name);
    // Who has the lock looks itself.
    if (instance === undefined || !isManagedInstance(instance) || claims.of(name) !== undefined) return;
    // The event of a start by this helper, which has looked by now.
    if (acts.isVerified(name)) return;
    await claims.exclusively(name, { reason: say('its context is being verified') }, async () => {
      await moves.verifyStarted(name);
      if (runtimeOf(instance) === undefined) return;
      // Another tool has started it with files that it has brought back or copied itself. It is confined all the same.
      const labelled = fileLabels.label(instance, contextOf(instance), neverAborts);
      await labelled.catch((error: unknown) => incus.onTrouble(name, error));
    });
  }

  /** The categories of a new one have to be none of those that members which are away have. */
  function checkAllRead(): void {
    const [away] = incus.unreadMembers();
    if (away !== undefined)
      fail('member-not-ready', {
        member: away,
        reason: say('it is away, and the categories of its containers are not known; wait until it is back'),
      });
  }

  async function mayCreate(name: string, signal: AbortSignal): Promise<void> {
    await incus.settled(signal);
    if (containerNames(places.lxc).includes(name) || incus.has(name)) fail('container-exists', { name });
    checkAllRead();
  }

  return {
    acts,
    domains,
    labellingOf: fileLabels.labellingOf,
    own,
    managed,
    isRunning: (instance) => runtimeOf(instance) !== undefined,
    isOfIncus: (name) => !containerNames(places.lxc).includes(name) && incus.has(name),
    async checkNew(one, signal) {
      await mayCreate(one.name, signal);
      await checkNewInstance(
        one,
        { client: incus.client, checkSelinux, folderProblem: folderPoolProblem },
        signal,
      ).catch((error: unknown) => failByIncus(one.name, error));
    },
    async create(request, signal) {
      const { name, start, from, member = start || from !== undefined ? incus.here() : undefined } = request;
      await mayCreate(name, signal);
      // Nobody changes or removes what is copied.
      const release = from && claims.claim(from.container, { reason: say('its files are being copied') });
      const created = createInstance(
        { ...request, ...(member !== undefined && { member }) },
        {
          ...identities(),
          intents: host.intents,
          checkSelinux,
          folderProblem: folderPoolProblem,
          announce: (one) => incus.announce(one),
          refresh: () => incus.refresh({ name, project: 'default' }),
          start: () => acts.start(name, signal),
          own,
          checkLabels: acts.checkLabels,
          async labelFiles(one, context) {
            const { value } = await readInstance(incus.client, one, signal);
            if (incus.isHere(value)) await fileLabels.label(value, context, signal);
          },
        },
        signal,
      );
      await created.catch((error: unknown) => failByIncus(name, error)).finally(release);
    },
    adoption: {
      plan: (name, signal) => adoption.plan(name, signal).catch((error: unknown) => failByIncus(name, error)),
      async adopt(name, onStep, signal) {
        await incus.settled(signal);
        checkAllRead();
        await adoption.adopt(name, onStep, signal).catch((error: unknown) => failByIncus(name, error));
      },
      restore: (name, options) => adoption.restore(name, options).catch((error: unknown) => failByIncus(name, error)),
      forget: (name) => adoption.forget(name).catch((error: unknown) => failByIncus(name, error)),
    },
    move: (request, signal) => moves.move(request, signal),
    openRoot: (name, signal) =>
      openInstanceRoot(
        name,
        {
          client: incus.client,
          own,
          contextOf: acts.contextOf,
          runtimeOf: (one) => readRuntime(places.cgroup, one),
        },
        signal,
      ),
    evacuate: (evacuation, signal) => moves.evacuate(evacuation, signal),
    async attachTarget(name, signal) {
      own(name);
      const runtime = readRuntime(places.cgroup, name) ?? fail('container-not-running', { name });
      const context = await acts.contextOf(name, signal);
      // A process inside gets the context of its init, whatever is configured for the next start.
      if (runtime.context !== context)
        fail('container-failed', {
          name,
          reason: say('it runs in the context {actual}, and is configured with {context}; restart it first', {
            actual: runtime.context ?? '-',
            context,
          }),
        });
      return { name, initPid: runtime.initPid, context, lxcPath: incus.lxcPath };
    },
    recover: (onTrouble) =>
      recoverInstances({ intents: host.intents, incus, acts, moves, domains, adoption, onTrouble }),
  };
}

/** What the context is announced as that one is about to get: its own of before is in the list still. */
function underAdoption(name: string): string {
  return `${name}@adopted`;
}

/** Says whether what starts now is confined. */
function confines(): boolean {
  try {
    checkSelinux();
  } catch {
    return false;
  }
  return readEnforcement()?.isEnforcing === true;
}
