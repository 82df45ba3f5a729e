/** The containers of the host: lists, watches, and changes them one operation at a time for each container. */

import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, isFailure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/container.ts';
import { parseSecurityContext } from '../../../contract/model/parse-security-context.ts';
import { type CreationStep, creationStepSchema } from '../../../contract/operations/container.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { applyLimit, limitKeys, limitLines, limitsOf } from '../cgroup/limits.ts';
import type { Containers } from '../host.ts';
import { rangeOfIdmap } from '../namespace/id-ranges.ts';
import { mountRoot, unmountRoot } from '../namespace/root-mounts.ts';
import { ensureNetwork } from '../network/nat-bridge.ts';
import { readEnforcement } from '../selinux/enforcement.ts';
import { isContextKnown } from '../selinux/known-context.ts';
import { createPermissiveDomains } from '../selinux/permissive-domains.ts';
import { openDrillType, domainOf, fileTypeOf } from '../selinux/types.ts';
import { chosenContext, withContext } from './chosen-context.ts';
import { writeDurably } from '../write-durably.ts';
import { containerNames } from './all-configurations.ts';
import { type ConfigurationLine, formatConfiguration, valueOf } from './configuration-file.ts';
import { configuredContext } from './configured-context.ts';
import { createContainerWatch } from './container-watch.ts';
import { asFailure, type CreationHost, creationIntent, makeContainer, reservationSchema } from './creation.ts';
import { type Description, readDescription } from './description.ts';
import { endCgroups } from './end-cgroups.ts';
import { createLxcTools } from './lxc-tools.ts';
import { containerPlaces } from './places.ts';
import { readConfiguration, readContainer, type Transition } from './read-container.ts';
import { emptyLayers, removeEverything } from './removal.ts';
import { payloadCgroup, readRuntime } from './runtime.ts';
import { wordsOfStartLog } from './start-log.ts';
import { untilContextIs } from './verify-context.ts';

const removalIntent = 'remove-container';
const startIntent = 'start-container';
const ownIntents: ReadonlySet<string> = new Set([creationIntent, removalIntent, startIntent]);

export interface RealContainers extends Omit<Containers, 'confine'> {
  /** Finishes or undoes what a dead helper left, and mounts the roots that a reboot took. Call before any request is taken. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
  /** For what other parts of the host do to a container: nothing else may begin with it until the act has ended. */
  exclusively<T>(name: string, work: { readonly reason: string; readonly transition?: Transition }, act: () => Promise<T>): Promise<T>;
  /** Mounts the root of one of ours, with the label that its configuration calls for, where it is not mounted. */
  mount(name: string): Promise<void>;
  /** What is chosen for one of ours. */
  described(name: string): Description;
  /** Writes down another choice of how it is confined. Holds from the next start, or at once when `applyChoice` follows. */
  choose(name: string, choice: Partial<Pick<Description, 'confinement' | 'ports' | 'learningUntil' | 'learnedSince'>>): void;
  /** Brings configuration, root and module of a container that does not run to what is chosen. Idempotent. */
  applyChoice(name: string): Promise<void>;
}

export function createContainers(host: CreationHost): RealContainers {
  const { places, intents } = host;
  const tools = createLxcTools(places.lxc);
  const isPermissive = createPermissiveDomains();
  /** What goes on with a container: nothing else may begin with it meanwhile. */
  const underWay = new Map<string, { readonly reason: string; readonly transition: Transition | undefined; readonly isHidden: boolean }>();
  const watch = createContainerWatch({ list: listAll, folders: [places.lxc, places.cgroup], periodMs: 2000 });

  function listAll(): readonly Container[] {
    const enforcement = readEnforcement();
    return containerNames(places.lxc).flatMap((name) => {
      const work = underWay.get(name);
      if (work?.isHidden === true) return [];
      return readContainer(name, { places, enforcement, isPermissive, transition: work?.transition }) ?? [];
    });
  }

  function read(name: string): Container {
    return readContainer(name, { places, enforcement: readEnforcement(), isPermissive, transition: undefined }) ?? fail('container-not-found', { name });
  }

  async function exclusively<T>(name: string, work: { readonly reason: string; readonly transition?: Transition; readonly isHidden?: boolean }, act: () => Promise<T>): Promise<T> {
    const release = claim(name, work);
    try {
      return await act();
    } finally {
      release();
    }
  }

  function claim(name: string, { reason, transition, isHidden = false }: { readonly reason: string; readonly transition?: Transition | undefined; readonly isHidden?: boolean }): () => void {
    const other = underWay.get(name);
    if (other !== undefined) fail('container-busy', { name, reason: other.reason });
    underWay.set(name, { reason, transition, isHidden });
    watch.poke();
    return () => {
      underWay.delete(name);
      watch.poke();
    };
  }

  function mustBeManaged(name: string): Container {
    const container = read(name);
    if (!container.isManaged) fail('container-not-managed', { name });
    return container;
  }

  function mustRun(name: string): Container {
    const container = mustBeManaged(name);
    if (container.initPid === null) fail('container-not-running', { name });
    return container;
  }

  async function mount(name: string): Promise<void> {
    const own = containerPlaces(places, name);
    const lines = readConfiguration(own.configuration) ?? [];
    const description = readDescription(own.description) ?? fail('container-not-managed', { name });
    const ids = lines.flatMap(({ key, value }) => (key === 'lxc.idmap' ? (rangeOfIdmap(value) ?? []) : []))[0];
    const context = parseSecurityContext(valueOf(lines, 'lxc.selinux.context') ?? '');
    if (ids === undefined || context === undefined) fail('container-failed', { name, reason: 'its configuration names no id range or no context; restore it from a copy' });
    mountRoot({ name, places: own, image: await host.imageRoot(description.image), ids, context: { ...context, role: 'object_r', type: fileTypeOf(context.type) } });
  }

  /** Starts it, and kills it again when its init is not in the context that its configuration names. */
  async function bringUp(name: string, signal: AbortSignal): Promise<void> {
    const intent = intents.begin({ kind: startIntent, subject: name, data: null });
    try {
      await prepare(name, signal);
      await verify(name, await launch(name, signal));
    } finally {
      intents.release(intent);
    }
  }

  /** What a start needs, and a reboot or an administrator may have taken or changed since the container was made. */
  async function prepare(name: string, signal: AbortSignal): Promise<void> {
    contextOf(name);
    await applyChoice(name);
    if (readEnforcement() === undefined) fail('selinux-unavailable', { reason: 'the kernel of this host runs without SELinux' });
    const network = readDescription(containerPlaces(places, name).description)?.network;
    if (network !== undefined) await ensureNetwork(network, signal);
    await mount(name);
  }

  async function launch(name: string, signal: AbortSignal): Promise<number> {
    const log = join(containerPlaces(places, name).layers, 'start.log');
    await tools.start(name, log, signal);
    return readRuntime(places.cgroup, name)?.initPid ?? fail('container-failed', { name, reason: `its init ended at once; LXC says: ${wordsOfStartLog(log) ?? 'nothing'}` });
  }

  /** For a start whose helper died before it had verified. */
  async function verifyRunning(name: string): Promise<void> {
    const initPid = readRuntime(places.cgroup, name)?.initPid;
    if (initPid !== undefined) await verify(name, initPid);
  }

  async function verify(name: string, initPid: number): Promise<void> {
    const expected = valueOf(linesOf(name), 'lxc.selinux.context') ?? 'that of its configuration';
    const actual = await untilContextIs(initPid, expected);
    if (actual === expected) return;
    if (readRuntime(places.cgroup, name) !== undefined) await tools.kill(name);
    fail('context-not-applied', { name, expected, actual: actual ?? 'of a process that has ended' });
  }

  /** The context that its configuration names; fails when it would not keep the container apart. */
  function contextOf(name: string): string {
    const others = new Map(containerNames(places.lxc).flatMap((other) => (other === name ? [] : [[other, linesOf(other)] as const])));
    const judged = configuredContext(name, linesOf(name), others);
    return 'context' in judged ? judged.context : fail('container-failed', { name, reason: judged.problem });
  }

  function linesOf(name: string): readonly ConfigurationLine[] {
    return readConfiguration(containerPlaces(places, name).configuration) ?? [];
  }

  async function tearDown(name: string, force: boolean, signal: AbortSignal): Promise<void> {
    if (force) await tools.kill(name);
    else await tools.shutDown(name, signal);
  }

  async function remove(name: string): Promise<void> {
    const intent = beginRemoval(name) ?? (await giveUpRoom(name), beginRemoval(name));
    await undo(name);
    if (intent !== undefined) intents.release(intent);
  }

  /** Undefined when the disk has no room for the intent. */
  function beginRemoval(name: string): number | undefined {
    try {
      return intents.begin({ kind: removalIntent, subject: name, data: null });
    } catch (error) {
      if (isFailure(error, 'disk-full')) return undefined;
      throw error;
    }
  }

  /** Before a removal that could not be announced. A helper that dies meanwhile leaves a container without files, which is still listed and can be removed. */
  async function giveUpRoom(name: string): Promise<void> {
    await end(name);
    await emptyLayers(name, containerPlaces(places, name));
  }

  async function undo(name: string): Promise<void> {
    await end(name);
    await removeEverything(name, containerPlaces(places, name));
    if (host.ownDomains.has(name)) await host.ownDomains.remove(name);
  }

  function described(name: string): Description {
    return readDescription(containerPlaces(places, name).description) ?? fail('container-not-managed', { name });
  }

  function choose(name: string, choice: Partial<Description>): void {
    writeOwn(containerPlaces(places, name).description, `${JSON.stringify({ ...described(name), ...choice }, undefined, 2)}\n`);
    watch.poke();
  }

  async function applyChoice(name: string): Promise<void> {
    const own = containerPlaces(places, name);
    const { confinement } = described(name);
    const configured = valueOf(linesOf(name), 'lxc.selinux.context') ?? '';
    const context = chosenContext(configured, domainOf(name, confinement));
    // A drill's attacker with the wall down: for as long as its drill writes so.
    if (context !== undefined && parseSecurityContext(configured)?.type !== openDrillType) {
      if (!isContextKnown(context)) fail('container-failed', { name, reason: `the loaded policy does not know its context ${context}; install its policy module again, or choose the shared domain` });
      // The label of its root is that of the mount, so the root is mounted anew.
      await unmountRoot(name, own);
      writeOwn(own.configuration, formatConfiguration(withContext(linesOf(name), context)));
      await mount(name);
    }
    if (confinement === 'shared' && host.ownDomains.has(name)) await host.ownDomains.remove(name);
  }

  function writeOwn(path: string, text: string): void {
    try {
      writeDurably(path, text, 0o600);
    } catch (error) {
      throw asFailure(error, places.lxc);
    }
  }

  async function end(name: string): Promise<void> {
    // What LXC does not end, its cgroups do; LXC goes first, because it also tidies up.
    if (readRuntime(places.cgroup, name) !== undefined) await tools.kill(name).catch(() => undefined);
    await endCgroups(places.cgroup, name);
  }

  return {
    exclusively,
    mount,
    described,
    choose,
    applyChoice,
    list: async () => listAll(),
    watch: (signal) => watch.changes(signal),

    async *create(request, signal) {
      const { name } = request;
      // Before the claim, which hides what is being made: a container that has the name already stays in sight.
      if (containerNames(places.lxc).includes(name) && !underWay.has(name)) fail('container-exists', { name });
      const release = claim(name, { reason: 'it is being created', isHidden: true });
      try {
        for await (const step of makeContainer(request, { ...host, launch, verify, undo }, signal)) yield progressOf(step, request);
        return read(name);
      } finally {
        release();
      }
    },

    start(name, signal) {
      return exclusively(name, { reason: 'it is being started', transition: 'starting' }, async () => {
        if (mustBeManaged(name).initPid !== null) fail('container-running', { name });
        await bringUp(name, signal);
        return read(name);
      });
    },

    stop(name, { force }, signal) {
      const begun = (): Promise<Container> => {
        mustRun(name);
        return tearDown(name, force, signal).then(() => read(name));
      };
      // A forced stop is what one does when a stop hangs, so it may come between.
      if (force && underWay.get(name)?.transition === 'stopping') return begun();
      return exclusively(name, { reason: 'it is being stopped', transition: 'stopping' }, begun);
    },

    restart(name, signal) {
      return exclusively(name, { reason: 'it is being restarted', transition: 'stopping' }, async () => {
        mustRun(name);
        await tearDown(name, false, signal);
        await bringUp(name, signal);
        return read(name);
      });
    },

    freeze(name, signal) {
      return exclusively(name, { reason: 'it is being frozen', transition: 'freezing' }, async () => {
        mustRun(name);
        await tools.freeze(name, signal);
        return read(name);
      });
    },

    unfreeze(name, signal) {
      return exclusively(name, { reason: 'it is being unfrozen' }, async () => {
        mustRun(name);
        await tools.unfreeze(name, signal);
        return read(name);
      });
    },

    configure(name, limits) {
      return exclusively(name, { reason: 'its limits are being changed' }, async () => {
        const container = mustBeManaged(name);
        const own = containerPlaces(places, name);
        const lines = readConfiguration(own.configuration) ?? [];
        const wanted = limitKeys.filter((key) => limits[key] !== undefined);
        const changed = { ...limitsOf(lines), ...Object.fromEntries(wanted.map((key) => [key, limits[key] ?? null])) };
        const limitNames = new Set(limitLines({ memoryBytes: 1, cpus: 1, pids: 1 }).map(({ key }) => key));
        writeOwn(own.configuration, formatConfiguration([...lines.filter(({ key }) => !limitNames.has(key)), ...limitLines(changed)]));
        const applied = wanted.map((key) => ({ key, applies: container.initPid === null ? ('next-start' as const) : applyLive(name, key, changed[key]) }));
        return { container: read(name), applied };
      });
    },

    remove(name, { force }, signal) {
      return exclusively(name, { reason: 'it is being removed', transition: 'stopping' }, async () => {
        const container = mustBeManaged(name);
        if (container.initPid !== null && !force) fail('container-running', { name });
        signal.throwIfAborted();
        await remove(name);
      });
    },

    async attachTarget(name) {
      const { initPid } = mustRun(name);
      if (initPid === null) fail('container-not-running', { name });
      // Judged anew: lxc-attach goes by the configuration, which somebody may have edited since the start.
      return { name, initPid, context: contextOf(name) };
    },

    async recover(onTrouble) {
      mkdirSync(join(places.state, 'containers'), { recursive: true, mode: 0o700 });
      for (const { id, kind, subject, data } of intents.pending().filter((intent) => ownIntents.has(intent.kind))) {
        try {
          const isReserved = kind === creationIntent && reservationSchema.safeParse(data).success;
          if (isReserved || (kind === removalIntent && isLeft(subject))) await undo(subject);
          else if (kind === startIntent) await verifyRunning(subject);
          else if (kind === creationIntent) removeEmptyFolder(containerPlaces(places, subject).folder);
          intents.release(id);
        } catch (error) {
          onTrouble(subject, error);
        }
      }
      for (const name of containerNames(places.lxc)) {
        if (readDescription(containerPlaces(places, name).description) === undefined) continue;
        await mount(name).catch((error: unknown) => onTrouble(name, error));
      }
    },
  };

  function applyLive(name: string, key: (typeof limitKeys)[number], value: number | null): 'live' | 'next-start' {
    try {
      applyLimit(payloadCgroup(places.cgroup, name), key, value);
      return 'live';
    } catch (error) {
      if (isFailure(error)) throw error;
      return 'next-start';
    }
  }

  /** A removal takes the layers last: without them, and without a description, whatever has that name now is not what was to be removed. */
  function isLeft(name: string): boolean {
    const own = containerPlaces(places, name);
    return existsSync(own.layers) || host.ownDomains.has(name) || readDescription(own.description) !== undefined;
  }
}

/** A creation that died before it could note that the folder is its own leaves it empty; what has something in it is another's. */
function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTEMPTY'))) throw error;
  }
}

/** How far a creation is at the beginning of a step: the start takes most of the time. */
function progressOf(step: CreationStep, { start, confinement }: Params<'container.create'>): { readonly step: CreationStep; readonly fraction: number } {
  const steps = creationStepSchema.options.filter((option) => (start || (option !== 'start' && option !== 'verify')) && (confinement !== 'shared' || option !== 'policy'));
  return { step, fraction: steps.indexOf(step) / steps.length };
}
