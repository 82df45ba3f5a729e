// SPDX-License-Identifier: Apache-2.0
/** The containers of Incus beside those of LXC: what there are, by the names under which they are listed. */

import { dirname, join } from 'node:path';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { createIncusClient, type IncusClient } from '../../../incus/incus-client.ts';
import { type IncusInstance, type InstanceName, nameOf } from '../../../incus/incus-instances.ts';
import { createIncusMirror, type IncusMirror } from '../../../incus/incus-mirror.ts';
import { createIncusTransport } from '../../../incus/transport.ts';
import type { IdRange } from '../../../lxc/id-ranges.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { createRuntimeReader, readRuntime, type Runtime } from '../../../lxc/runtime.ts';
import { pairOf, pairsOf, type TakenPairs } from '../../../selinux/category-pairs.ts';
import { countPairs, withPairs } from '../../../selinux/taken-pairs.ts';
import type { Log } from '../../../system/log.ts';
import { messageOf } from '../../../system/message-of.ts';
import { isQuestion } from './moves/arrival.ts';
import { instanceLines, ownIdsOf } from './instance-lines.ts';
import { type InstanceOptions, isHere, readConfigured, readInstance } from './read-instance.ts';

export interface IncusContainers {
  /** `taken` are the names of LXC's containers, which keep them. */
  list(taken: readonly string[], options: ReadAll): readonly Container[];
  /** One of them alone, under its own name; undefined when there is none. */
  read(name: string, options: ReadAll): Container | undefined;
  /** What is started by others is judged from now on, and other members are answered, also while nobody asks for a list. */
  begin(): void;
  /** Says whether Incus has one that is listed under this name where LXC has none. */
  has(name: string): boolean;
  readonly client: IncusClient;
  /** The folder under which liblxc knows its containers. */
  readonly lxcPath: string;
  find(name: string): IncusInstance | undefined;
  /** Lists the instances of all members. */
  all(): readonly IncusInstance[];
  /** Says whether it is on this host. */
  isHere(instance: IncusInstance): boolean;
  /** Reads one again now. */
  refresh(name: InstanceName): Promise<void>;
  /** The name of this member; undefined without a cluster. */
  here(): string | undefined;
  /** Its configuration in the lines of LXC; undefined when there is none of this name. */
  linesOf(name: string): readonly SourcedLine[] | undefined;
  /** The contexts that are configured, by name: nobody else may have their categories. */
  contexts(): ReadonlyMap<string, string>;
  /** The pairs of their categories, kept: what a choice costs does not grow with their number. */
  takenPairs(): TakenPairs;
  /** Members that are away and of whose containers not even the contexts are known. */
  unreadMembers(): readonly string[];
  /** Ranges of ids that some of them have for themselves. */
  ownIds(): readonly IdRange[];
  /** The listener is called when one of this host was started, by anybody; what it fails with is logged. */
  onStarted(listener: (name: string) => Promise<void>): void;
  /** The listener is called when one is not there any more. */
  onGone(listener: (instance: IncusInstance) => void): void;
  /** The listener is called when a question may have been written, by the helper of any member. */
  onQuestion(listener: () => void): void;
  /** The listener is called with a note that was written, changed or removed; undefined for any that is there at first. */
  onNote(listener: (name: string | undefined) => void): void;
  /** The listener is called when they may have changed. */
  onChange(listener: () => void): void;
  /** Counts as one of them from now on, while Incus creates it; gives the function that ends that. */
  announce(one: AnnouncedContainer): () => void;
  /** Logs what failed where nobody asked. */
  onTrouble(name: string, error: unknown): void;
  /** Resolves once they have been read, or cannot be. */
  settled(signal: AbortSignal): Promise<void>;
  close(): void;
}

interface AnnouncedContainer {
  readonly name: string;
  readonly context: string;
  readonly ids: IdRange;
}

interface ReadAll extends Omit<InstanceOptions, 'name' | 'member' | 'transition' | 'runtimeOf'> {
  readonly transitionOf: (name: string) => InstanceOptions['transition'];
}

export interface IncusContainersOptions {
  readonly socketPath: string;
  readonly cgroupRoot: string;
  readonly log: Log;
}

interface Made {
  readonly container: Container;
  readonly ids: IdRange | undefined;
}

/** What is known of all of them. */
interface KnownInstances {
  readonly announced: Set<AnnouncedContainer>;
  readonly pairs: ReturnType<typeof countPairs>;
  readonly configured: Map<string, string>;
  /** What was made of each; kept beside it, since tables of weak keys slow the collection of garbage down. */
  readonly made: Map<IncusInstance, Made>;
}

interface Listeners {
  readonly change: Set<() => void>;
  readonly started: Set<(name: string) => Promise<void>>;
  readonly question: Set<() => void>;
  readonly gone: Set<(instance: IncusInstance) => void>;
  readonly note: Set<(name: string | undefined) => void>;
}

interface MirrorParts {
  readonly client: IncusClient;
  readonly log: Log;
  readonly known: KnownInstances;
  readonly listeners: Listeners;
}

interface ReadSources {
  readonly mirror: IncusMirror;
  readonly made: KnownInstances['made'];
  readonly cgroupRoot: string;
}

export function createIncusContainers(options: IncusContainersOptions): IncusContainers {
  const { socketPath, log } = options;
  const client = createIncusClient(createIncusTransport(socketPath));
  const known = createKnownInstances();
  const listeners = createListeners();
  const mirror = createMirror({ client, log, known, listeners });
  const { announced, made, configured, pairs } = known;
  const find = (name: string): IncusInstance | undefined => mirror.find(name);

  return {
    list: (taken, all) => listContainers({ mirror, made, cgroupRoot: options.cgroupRoot }, taken, all),
    read: (name, all) => readContainer({ mirror, made, cgroupRoot: options.cgroupRoot }, name, all),
    begin: () => mirror.begin(),
    has: (name) => find(name) !== undefined,
    client,
    lxcPath: join(dirname(socketPath), 'containers'),
    find,
    all: () => mirror.instances(),
    isHere: (instance) => isHere(instance, mirror.member()),
    refresh: (name) => mirror.refresh(name),
    here: () => mirror.member()?.name,
    linesOf(name) {
      const instance = find(name.replace(/@incus$/, ''));
      return instance === undefined ? undefined : instanceLines(instance);
    },
    contexts() {
      // Asked, it begins to look for an Incus.
      mirror.instances();
      return new Map([...[...announced].map(({ name, context }) => [name, context] as const), ...configured]);
    },
    takenPairs() {
      mirror.instances();
      return withPairs(pairs, pairsOf([...announced].map(({ context }) => context)));
    },
    unreadMembers: () => mirror.unreadMembers(),
    ownIds: () => [...[...announced].map(({ ids }) => ids), ...[...made.values()].flatMap(({ ids }) => ids ?? [])],
    announce(one) {
      announced.add(one);
      return () => void announced.delete(one);
    },
    onStarted: (listener) => void listeners.started.add(listener),
    onGone: (listener) => void listeners.gone.add(listener),
    onQuestion: (listener) => void listeners.question.add(listener),
    onNote: (listener) => void listeners.note.add(listener),
    onChange: (listener) => void listeners.change.add(listener),
    onTrouble: (name, error) => log('error', 'incus-arrival-failed', { container: name, reason: messageOf(error) }),
    settled: (signal) => mirror.settled(signal),
    close: () => mirror.close(),
  };
}

function listContainers(
  { mirror, made, cgroupRoot }: ReadSources,
  taken: readonly string[],
  { transitionOf, ...options }: ReadAll,
): readonly Container[] {
  const names = new Set(taken);
  const instances = mirror.instances();
  const facts = { ...options, member: mirror.member(), runtimeOf: createRuntimeReader(cgroupRoot) };
  return instances.map((instance) => {
    const own = nameOf(instance);
    const name = names.has(own) ? `${own}@incus` : own;
    return readInstance(instance, { ...facts, name, transition: transitionOf(name) }, made.get(instance)?.container);
  });
}

function readContainer(
  { mirror, made, cgroupRoot }: ReadSources,
  name: string,
  { transitionOf, ...options }: ReadAll,
): Container | undefined {
  const instance = mirror.find(name);
  if (instance === undefined) return undefined;
  const facts = { ...options, member: mirror.member(), name, transition: transitionOf(name) };
  const runtimeOf = (own: string): Runtime | undefined => readRuntime(cgroupRoot, own);
  return readInstance(instance, { ...facts, runtimeOf }, made.get(instance)?.container);
}

function createListeners(): Listeners {
  return { change: new Set(), started: new Set(), question: new Set(), gone: new Set(), note: new Set() };
}

function createKnownInstances(): KnownInstances {
  return { announced: new Set(), pairs: countPairs(), configured: new Map(), made: new Map() };
}

/** Follows Incus: what it says changes what is known, and the listeners learn of it. */
function createMirror({ client, log, known, listeners }: MirrorParts): IncusMirror {
  const mirror = createIncusMirror({
    client,
    onReplaced(before, after) {
      if (before !== undefined) forget(known, before);
      if (after !== undefined) note(known, after);
      else if (before !== undefined) for (const listener of listeners.gone) listener(before);
    },
    onChange() {
      for (const listener of listeners.change) listener();
    },
    onStarted(one) {
      const name = nameOf(one);
      const instance = mirror.find(name);
      if (instance === undefined || !isHere(instance, mirror.member())) return;
      for (const listener of listeners.started)
        listener(name).catch((error: unknown) =>
          log('error', 'incus-start-not-confined', { container: name, reason: messageOf(error) }),
        );
    },
    onNote(name, change) {
      if (change === 'written' && (name === undefined || isQuestion(name)))
        for (const listener of listeners.question) listener();
      for (const listener of listeners.note) listener(name);
    },
    onState(problem) {
      if (problem === undefined) log('info', 'incus-followed', { version: mirror.member()?.version });
      else log('warning', 'incus-unreachable', { reason: problem });
    },
  });
  return mirror;
}

function note({ made, configured, pairs }: KnownInstances, instance: IncusInstance): void {
  const container = readConfigured(instance);
  made.set(instance, { container, ids: ownIdsOf(instance) });
  const { context } = container;
  if (context === null) return;
  configured.set(container.name, context);
  const pair = pairOf(context);
  if (pair !== undefined) pairs.add(pair);
}

function forget({ made, configured, pairs }: KnownInstances, instance: IncusInstance): void {
  const { context = null } = made.get(instance)?.container ?? {};
  made.delete(instance);
  configured.delete(nameOf(instance));
  const pair = context === null ? undefined : pairOf(context);
  if (pair !== undefined) pairs.remove(pair);
}
