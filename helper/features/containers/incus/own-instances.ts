// SPDX-License-Identifier: Apache-2.0
/** The instances of Incus that are Bulkhead's: which may be acted on here, and how they are created, moved and recovered. */

import { fail } from '../../../../contract/errors.ts';
import type { Item, Params, Result } from '../../../../contract/operations/index.ts';
import { say } from '../../../../contract/text.ts';
import { isNameTaken } from '../../../engines/engine-of-name.ts';
import { failByIncus } from '../../../incus/fail-by-incus.ts';
import { type IncusInstance, nameOf, readInstance } from '../../../incus/incus-instances.ts';
import { containerNames } from '../../../lxc/all-configurations.ts';
import type { Claims } from '../../../lxc/claims.ts';
import { readRuntime } from '../../../lxc/runtime.ts';
import { checkSelinux } from '../../../selinux/check-selinux.ts';
import { readEnforcement } from '../../../selinux/enforcement.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import type { Configurations } from '../configurations.ts';
import type { ContainersHost } from '../containers-host.ts';
import type { AttachTarget } from '../ports/containers.ts';
import type { InstanceAdoption } from '../ports/incus.ts';
import type { ContainerRoot } from '../ports/roots.ts';
import { createInstanceAdoption } from './adopt-instance.ts';
import { hasOwnDomain } from './chosen-domain.ts';
import { checkNewInstance, createInstance } from './create-instance.ts';
import { createFindInstances, type FindInstances } from './find-instances.ts';
import { folderPoolProblem } from './folder-pools.ts';
import { createIncusActs, type IncusActs } from './incus-acts.ts';
import { createInstanceDomains, type InstanceDomains } from './instance-domains.ts';
import { contextOf } from './instance-lines.ts';
import { openInstanceRoot } from './instance-root.ts';
import { createFileLabels, type FileLabels, type Labelling } from './labels/file-labels.ts';
import { createInstanceMoves, type InstanceMoves } from './moves/instance-moves.ts';
import type { IdentityHost } from './own-identity.ts';
import { isManagedInstance } from './read-instance.ts';
import { recoverInstances } from './recover-instances.ts';
import { chooseFreeIds, contextsBeside, idsOfLxc, takenPairs, underAdoption } from './taken-by-others.ts';

export interface OwnInstancesHost extends Pick<
  ContainersHost,
  'places' | 'intents' | 'incus' | 'policyVersion' | 'readSubids' | 'events' | 'ownDomains'
> {
  readonly configurations: Pick<Configurations, 'linesOf'>;
  readonly claims: Claims;
  /** Called when `labellingOf` gives something else. */
  readonly onLabelling: () => void;
}

export interface OwnInstances extends Pick<FindInstances, 'managed' | 'own'> {
  readonly acts: IncusActs;
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

/** What the functions of the instances share. */
interface Parts {
  readonly host: OwnInstancesHost;
  readonly found: FindInstances;
  readonly domains: InstanceDomains;
  readonly fileLabels: FileLabels;
  readonly acts: IncusActs;
  readonly moves: InstanceMoves;
}

export function createOwnInstances(host: OwnInstancesHost): OwnInstances {
  const { places, incus, intents } = host;
  const parts = createParts(host);
  const { found, domains, fileLabels, acts, moves } = parts;
  const adoption = createAdoption(parts);
  incus.onStarted((name) => lookAtStarted(parts, name));
  incus.onQuestion(() => void moves.look());
  incus.onNote((note) => void domains.look(note));
  incus.onGone((instance) => {
    if (hasOwnDomain(instance)) void domains.lookAt(nameOf(instance));
  });
  return {
    acts,
    domains,
    labellingOf: fileLabels.labellingOf,
    own: found.own,
    managed: found.managed,
    isRunning: (instance) => found.runtimeOf(instance) !== undefined,
    async checkNew(one, signal) {
      await mayCreate(host, one.name, signal);
      const by = { client: incus.client, checkSelinux, folderProblem: folderPoolProblem };
      await checkNewInstance(one, by, signal).catch((error: unknown) => failByIncus(one.name, error));
    },
    create: (request, signal) => createOwn(parts, request, signal),
    adoption: {
      plan: (name, signal) => adoption.plan(name, signal).catch((error: unknown) => failByIncus(name, error)),
      async adopt(name, onStep, signal) {
        await incus.settled(signal);
        checkAllRead(host);
        await adoption.adopt(name, onStep, signal).catch((error: unknown) => failByIncus(name, error));
      },
      restore: (name, options) => adoption.restore(name, options).catch((error: unknown) => failByIncus(name, error)),
      forget: (name) => adoption.forget(name).catch((error: unknown) => failByIncus(name, error)),
    },
    move: moves.move,
    openRoot(name, signal) {
      const { own } = found;
      const runtimeOf = (one: string): ReturnType<typeof readRuntime> => readRuntime(places.cgroup, one);
      return openInstanceRoot(name, { client: incus.client, own, contextOf: acts.contextOf, runtimeOf }, signal);
    },
    evacuate: moves.evacuate,
    attachTarget: (name, signal) => attachTarget(parts, name, signal),
    recover: (onTrouble) => recoverInstances({ intents, incus, acts, moves, domains, adoption, onTrouble }),
  };
}

function createParts(host: OwnInstancesHost): Parts {
  const { places, claims, incus, intents } = host;
  const { client, isHere, onTrouble, refresh } = incus;
  const found = createFindInstances(host);
  const { managed, runtimeOf } = found;
  const othersOf = (name: string): ReadonlyMap<string, string> => contextsBeside(host, name);
  const namesOfLxc = (): readonly string[] => containerNames(places.lxc);
  const domains = createInstanceDomains({
    client,
    intents,
    ownDomains: host.ownDomains,
    managed,
    find: incus.find,
    isHere,
    namesOfLxc,
    async ifIdle(name, act) {
      if (claims.of(name) === undefined)
        await claims.exclusively(name, { reason: say('its policy module is being changed') }, act);
    },
    refresh,
    onTrouble,
    areAllRead: () => incus.unreadMembers().length === 0,
  });
  const fileLabels = createFileLabels({
    client,
    isRunning: (instance) => runtimeOf(instance) !== undefined,
    folderProblem: folderPoolProblem,
    onProgress: host.onLabelling,
  });
  const acts = createIncusActs({
    client,
    cgroupRoot: places.cgroup,
    intents,
    managed,
    runtimeOf,
    isHere,
    onTrouble,
    othersOf,
    bringModule: domains.bring,
    forgetModule: domains.forget,
    labelFiles: fileLabels.label,
    refresh,
    onRemoved: (name) => host.events.emit('removed', { name }),
  });
  const moves = createInstanceMoves({
    ...host,
    acts,
    managed,
    runtimeOf,
    othersOf,
    bringModule: domains.bring,
    labelFiles: (instance, signal) => fileLabels.label(instance, contextOf(instance), signal),
    confines,
    namesOfLxc,
    idsOfLxc: () => idsOfLxc(host),
  });
  return { host, found, domains, fileLabels, acts, moves };
}

function identitiesOf(host: OwnInstancesHost): Omit<IdentityHost, 'announce'> {
  return {
    client: host.incus.client,
    freeIds: () => chooseFreeIds(host),
    now: () => Date.now() / 1000,
    taken: () => takenPairs(host),
  };
}

function createAdoption({ host, found, fileLabels, acts }: Parts): ReturnType<typeof createInstanceAdoption> {
  const { places, incus } = host;
  return createInstanceAdoption({
    ...identitiesOf(host),
    announce: (one) => incus.announce({ ...one, name: underAdoption(one.name) }),
    intents: host.intents,
    checkSelinux,
    folderProblem: folderPoolProblem,
    here: found.here,
    fileLabels,
    checkLabels: acts.checkLabels,
    isRunning: (name) => readRuntime(places.cgroup, name) !== undefined,
    refresh: (instance) => incus.refresh(instance),
  });
}

/** Verifies one of Bulkhead's that another tool has started, or Incus itself after an evacuation. */
async function lookAtStarted({ host, found, fileLabels, acts, moves }: Parts, name: string): Promise<void> {
  const { incus, claims } = host;
  const instance = incus.find(name);
  // Who has the lock looks itself.
  if (instance === undefined || !isManagedInstance(instance) || claims.of(name) !== undefined) return;
  // The event of a start by this helper, which has looked by now.
  if (acts.isVerified(name)) return;
  await claims.exclusively(name, { reason: say('its context is being verified') }, async () => {
    await moves.verifyStarted(name);
    if (found.runtimeOf(instance) === undefined) return;
    // Another tool has started it with files that it has brought back or copied itself. It is confined all the same.
    const labelled = fileLabels.label(instance, contextOf(instance), neverAborts);
    await labelled.catch((error: unknown) => incus.onTrouble(name, error));
  });
}

/** The categories of a new one have to be none of those that members which are away have. */
function checkAllRead({ incus }: OwnInstancesHost): void {
  const [away] = incus.unreadMembers();
  if (away !== undefined)
    fail('member-not-ready', {
      member: away,
      reason: say('it is away, and the categories of its containers are not known; wait until it is back'),
    });
}

async function mayCreate(host: OwnInstancesHost, name: string, signal: AbortSignal): Promise<void> {
  await host.incus.settled(signal);
  if (isNameTaken(name, host)) fail('container-exists', { name });
  checkAllRead(host);
}

async function createOwn(
  { host, found, fileLabels, acts }: Parts,
  request: Params<'cluster.create'>,
  signal: AbortSignal,
): Promise<void> {
  const { incus, claims } = host;
  const { name, start, from, member = start || from !== undefined ? incus.here() : undefined } = request;
  await mayCreate(host, name, signal);
  // Nobody changes or removes what is copied.
  const release = from && claims.claim(from.container, { reason: say('its files are being copied') });
  const created = createInstance(
    { ...request, ...(member !== undefined && { member }) },
    {
      ...identitiesOf(host),
      intents: host.intents,
      checkSelinux,
      folderProblem: folderPoolProblem,
      announce: (one) => incus.announce(one),
      refresh: () => incus.refresh({ name, project: 'default' }),
      start: () => acts.start(name, signal),
      own: found.own,
      checkLabels: acts.checkLabels,
      async labelFiles(one, context) {
        const { value } = await readInstance(incus.client, one, signal);
        if (incus.isHere(value)) await fileLabels.label(value, context, signal);
      },
    },
    signal,
  );
  await created.catch((error: unknown) => failByIncus(name, error)).finally(release);
}

async function attachTarget({ host, found, acts }: Parts, name: string, signal: AbortSignal): Promise<AttachTarget> {
  const { places, incus } = host;
  found.own(name);
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
