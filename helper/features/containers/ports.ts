// SPDX-License-Identifier: Apache-2.0
/**
 * What containers offer to the other features, and what they need from volumes, policy modules and layers. Those
 * implement it, so that containers depend on none of them.
 */

import type { GivenAdoptionLine } from '../../../contract/model/containers/adoption.ts';
import type { AdoptionStep } from '../../../contract/operations/adoption.ts';
import type { Container, Network, ServedPortNumber } from '../../../contract/model/containers/container.ts';
import type { ConnectTargets } from '../../../contract/model/policy/connect-target.ts';
import type { Original } from '../../../contract/model/containers/original.ts';
import type { Limits } from '../../../contract/model/containers/limits.ts';
import type { SettingsChange } from '../../../contract/model/containers/given-settings.ts';
import type { Settings } from '../../../contract/model/containers/settings.ts';
import type { Publication } from '../../../contract/model/containers/publication.ts';
import type { TagChange } from '../../../contract/model/containers/tag.ts';
import type { NewVolume, Volume } from '../../../contract/model/containers/volume.ts';
import type { GivenItem, Item, Params, GivenResult, Result } from '../../../contract/operations/index.ts';
import type { GivenVolumeItem } from '../../../contract/operations/volume.ts';
import type { Words } from '../../../contract/text.ts';
import type { IncusClient } from '../../incus/incus-client.ts';
import type { IncusInstance, InstanceName } from '../../incus/incus-instances.ts';
import type { Claims } from '../../lxc/claims.ts';
import type { Description } from '../../lxc/description.ts';
import type { IdRange } from '../../lxc/id-ranges.ts';
import type { SourcedLine } from '../../lxc/included-configuration.ts';
import type { Layer } from '../../lxc/layer.ts';
import type { ContainerPlaces } from '../../lxc/places.ts';
import type { ProgramAddress } from '../../lxc/program/program-lines.ts';
import type { CategoryPair, TakenPairs } from '../../selinux/category-pairs.ts';

type Choice = Partial<
  Pick<
    Description,
    | 'confinement'
    | 'ports'
    | 'allow'
    | 'connectTypes'
    | 'learningUntil'
    | 'learnedSince'
    | 'learnedLost'
    | 'volumes'
    | 'layer'
    | 'io'
    | 'tags'
    | 'settings'
    | 'isHostnameDue'
    | 'network'
    | 'published'
    | 'links'
    | 'original'
  >
>;

/** What a person chose for the domain of a container, as its description has it. */
export type DomainStatements = Pick<Description, 'ports' | 'allow' | 'connectTypes'>;
export type DomainChoices = DomainStatements &
  Pick<Description, 'confinement' | 'volumes' | 'learningUntil' | 'learnedSince' | 'learnedLost'>;

/** What is written about a container, and the changes that bring it to that. */
export interface ContainerChoices {
  /** What is configured for one of Bulkhead's; fails with `container-not-managed` for another. */
  described(name: string): Description;
  /** Writes what is chosen for it. */
  choose(name: string, choice: Choice): void;
  /** Brings configuration, root and module of a container that does not run to what is configured. Idempotent. */
  applyChoice(name: string): Promise<void>;
  /** Brings its configuration, and the mounts for its next start, to the configured volumes. */
  bringVolumes(name: string): Promise<void>;
  /** Brings the network of its configuration to the one that is chosen, for its next start. Idempotent. */
  bringNetwork(name: string): void;
  /** Mounts the root of one of Bulkhead's, with the label that its configuration requires, where it is not mounted. */
  mount(name: string): Promise<void>;
}

/** What a change of limits gives, with words that are not text yet. */
export interface ConfigureResult extends Omit<Result<'container.configure'>, 'applied'> {
  readonly applied: GivenResult<'container.configure'>['applied'];
}

/**
 * The containers of the host, for the other features. A function that names a container may fail with the errors that
 * the contract declares for its operation.
 */
export interface Containers extends ContainerChoices, Pick<Claims, 'claim' | 'exclusively'> {
  /** Of all engines. */
  list(signal: AbortSignal): Promise<readonly Container[]>;
  /** Its configuration in LXC's lines, with those of included files in their places; empty when there is none. */
  linesOf(name: string): readonly SourcedLine[];
  /** The contexts that containers of Incus are configured with, by name, also of those on other members. */
  contextsOfIncus(): ReadonlyMap<string, string>;
  /** The pairs of categories that they have. */
  pairsOfIncus(): TakenPairs;
  /**
   * One of the listed containers of LXC, in the wanted state. One of Incus fails with `container-of-incus`: what other
   * features change of a container are files that only those of LXC have.
   */
  require(name: string, wanted?: WantedContainer): Promise<Container>;
  /** A snapshot, then changes by whatever tool, until the signal aborts. */
  watch(signal: AbortSignal): AsyncGenerator<Item<'container.watch'>, void, undefined>;
  /**
   * Reports each step as it begins; aborting undoes what was done. Which folders are allowed as volumes depends on who
   * gives them.
   */
  create(
    request: Params<'container.create'>,
    by: Creator,
    signal: AbortSignal,
  ): AsyncGenerator<GivenItem<'container.create'>, Container, undefined>;
  /** The configuration that it would have; changes nothing. */
  preview(request: Params<'container.create'>): Result<'container.preview-creation'>['lines'];
  /** The same for a caller that has the lock of the name, and has seen to it that it may. */
  readonly ofLocked: {
    create(
      request: Params<'container.create'>,
      by: Creator,
      signal: AbortSignal,
    ): AsyncGenerator<GivenItem<'container.create'>, Container, undefined>;
    /** Also one that runs. */
    remove(name: string): Promise<void>;
  };
  /** Has Incus create one; aborting undoes what was done. */
  createInIncus(request: Params<'cluster.create'>, signal: AbortSignal): Promise<Container>;
  /** Moves one to another member; aborting leaves it where it is. */
  moveInIncus(
    request: Params<'cluster.move'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'cluster.move'>, Result<'cluster.move'>, undefined>;
  /** Moves what is on a member to others, or back to it; aborting leaves each where it is then. */
  evacuateInIncus(
    evacuation: { readonly action: 'evacuate' | 'restore'; readonly member: string },
    signal: AbortSignal,
  ): AsyncGenerator<Item<'cluster.evacuate'>, Result<'cluster.evacuate'>, undefined>;
  start(name: string, signal: AbortSignal): Promise<Container>;
  stop(name: string, options: { readonly force: boolean }, signal: AbortSignal): Promise<Container>;
  restart(name: string, signal: AbortSignal): Promise<Container>;
  freeze(name: string, signal: AbortSignal): Promise<Container>;
  unfreeze(name: string, signal: AbortSignal): Promise<Container>;
  /** `before`: the limits that it had. */
  configure(
    name: string,
    limits: Params<'container.configure'>['limits'],
    signal: AbortSignal,
  ): Promise<ConfigureResult & { readonly before: Limits }>;
  /** `before`: the tags that it had. */
  tag(name: string, change: TagChange): Promise<{ readonly before: readonly string[]; readonly container: Container }>;
  /** `before`: the settings that it had. */
  changeSettings(
    name: string,
    change: SettingsChange,
  ): Promise<Result<'container.change-settings'> & { readonly before: Settings }>;
  remove(name: string, options: { readonly force: boolean }, signal: AbortSignal): Promise<void>;
  /** Those of Incus, for what other features do to them by Incus. */
  readonly ofIncus: InstancesOfIncus;
  /** What is chosen for the domain of one of Bulkhead's, of any engine. */
  describedDomain(name: string): DomainChoices;
  /** Writes what is chosen, which its module has by then; of any engine. What is left out stays. */
  chooseDomain(name: string, chosen: Partial<DomainStatements>): Promise<void>;
  /** Gives one that does not run another name. */
  rename(name: string, to: string, signal: AbortSignal): Promise<Container>;
  /**
   * Where a console of this container has to end up, of any engine. Fails when there is no such container, it does not
   * run, it is on another member, or it is not managed by Bulkhead.
   */
  attachTarget(name: string, signal: AbortSignal): Promise<AttachTarget>;
}

interface InstancesOfIncus {
  readonly client: IncusClient;
  /** Resolves once they have been read, or cannot be. */
  settled(signal: AbortSignal): Promise<void>;
  /** Whether a container of this name is one of Incus. */
  has(name: string): boolean;
  /**
   * The instance of this name, on any member, as it was last read. Fails with `container-of-incus` for one that Bulkhead
   * has not created.
   */
  managed(name: string): IncusInstance;
  /** The same; fails with `container-failed` for one on another member, in which nothing of this host can look. */
  own(name: string): IncusInstance;
  /** By the kernel where it is on this host, else by Incus. */
  isRunning(instance: IncusInstance): boolean;
  /** The context that one is configured with now; fails with `container-failed` when that would not isolate it. */
  contextOf(name: string, signal: AbortSignal): Promise<string>;
  /** Fails with `container-failed` where it has no context that it may start with, or its files have another label. */
  checkLabels(instance: IncusInstance, signal: AbortSignal): Promise<void>;
  /**
   * Opens the root of one of Bulkhead's on this host, whether it runs or not; the caller closes it. Fails as `own`, and
   * with `container-failed` where its files cannot be reached or have another label than its context calls for.
   */
  openRoot(name: string, signal: AbortSignal): Promise<InstanceRoot>;
  /** The name of this member; undefined without a cluster. */
  here(): string | undefined;
  /**
   * Gives one that does not run the shared domain, or its own, whose module is installed. The caller has the lock of the
   * name.
   */
  confine(name: string, confinement: 'shared' | 'own', chosen: DomainStatements): Promise<void>;
  /** Has the volume of one mounted with the label that its context calls for, where that is another one. */
  labelFiles(name: InstanceName): Promise<void>;
  /** Has all members know the text of the module of one; does nothing for a container of LXC. */
  publishModule(name: string, source: string): Promise<void>;
  /** Fails as a creation by `createInIncus` that cannot begin. Changes nothing. */
  checkNew(one: { readonly name: string; readonly pool: string }, signal: AbortSignal): Promise<void>;
  /** Of those that another tool created; the caller has the lock of the name. */
  readonly adoption: InstanceAdoption;
}

export interface InstanceAdoption {
  /** Changes nothing. */
  plan(name: string, signal: AbortSignal): Promise<InstancePlan>;
  /** All or nothing. Fails with `container-not-adoptable` for one with problems. */
  adopt(name: string, onStep: (step: AdoptionStep) => void, signal: AbortSignal): Promise<void>;
  /** Brings back files and configuration of before; once begun it goes through. Fails with `original-not-found`. */
  restore(name: string, options: { readonly force: boolean }): Promise<void>;
  /** Removes what would bring them back. Fails with `original-not-found`. */
  forget(name: string): Promise<void>;
}

export interface InstancePlan {
  /** Why it cannot be adopted, as far as its configuration says it. */
  readonly problems: readonly Words[];
  readonly lines: readonly GivenAdoptionLine[];
  /** Keys of its own that it goes on having, with what keeps them from opening anything. */
  readonly config: Readonly<Record<string, string>>;
}

/** The files of an instance as its volume has them, without what it mounts itself. */
export interface InstanceRoot {
  /** Its open folder. */
  readonly folder: number;
  /** The id that its root has on files here; those above it are its as well. */
  readonly base: number;
  /** Where it has other disks, as it sees them. */
  readonly disks: readonly string[];
  close(): void;
}

/** The required state of a container; a request for one in another state fails with what it lacks. */
interface WantedContainer {
  /** Managed by Bulkhead, else `container-not-managed`. */
  readonly isManaged?: boolean;
  /** Also one of Incus that Bulkhead has created; without it, one of Incus fails with `container-of-incus`. */
  readonly isOfAnyEngine?: boolean;
  /** Not running, else `container-running`. */
  readonly isStopped?: boolean;
}

/** What a process that was attached to a container is compared with. */
export interface AttachTarget {
  readonly name: string;
  /** Where liblxc finds it, for one that LXC's own tools did not start. */
  readonly lxcPath?: string;
  /** The container's init, by its process id on the host. */
  readonly initPid: number;
  /** The whole context that the container's processes must have. */
  readonly context: string;
}

/**
 * Who gives a folder to a container: the user whom polkit authorised, by the credentials that the kernel reported for
 * the connection.
 */
export interface Giver {
  readonly uid: number;
}

/** Who creates a container, and of which files, where these are not those of another container. */
export interface Creator extends Giver {
  /** A folder that only root can enter, with the files of a layer, whose owners begin with 0. They stay. */
  readonly tree?: string;
  /** The container of another tool that it takes the place of. */
  readonly original?: Original;
}

/** What starting and removing a container need of its volumes. */
export interface VolumesOfContainer {
  /** The categories of the volumes that it shares. */
  categoriesOf(name: string): readonly number[];
  /** Brings its configuration to its volumes, while it does not run. */
  configure(name: string): void;
  /** Labels them where that is due, and mounts them for its start. */
  prepare(name: string, signal: AbortSignal): Promise<void>;
  /** Mounts what is labelled for it. */
  stage(name: string): void;
  /** Unmounts what is mounted for it; it must not run. */
  unstage(name: string): Promise<void>;
  /** Whether labelling of one of them was interrupted: what finishes that mounts them. */
  isOwed(name: string): boolean;
  /**
   * Unmounts them. When the action has removed the container, it restores the labels of volumes that no container has
   * any more.
   */
  whileRemoving(name: string, act: () => Promise<void>): Promise<void>;
}

/** Volumes of a container under creation: no other operation can lock it, and it is not listed yet. */
export interface NewVolumes {
  /**
   * Changes nothing. Fails with `volume-not-allowed` when they cannot be given, or with the failure of a running container
   * that would share one.
   */
  check(name: string, volumes: readonly NewVolume[], by: Giver): Promise<void>;
  /**
   * Call it once the container is described, configured and mounted. When a later volume fails, the removal of the
   * container undoes the earlier ones.
   */
  give(
    name: string,
    volumes: readonly NewVolume[],
    by: Giver,
    signal: AbortSignal,
  ): AsyncGenerator<GivenVolumeItem, void, undefined>;
}

/** Published ports of a container under creation. */
export interface NewPublications {
  /** Changes nothing. Fails with `port-not-allowed` when they cannot be published. */
  check(name: string, network: Network, published: readonly Publication[]): void;
  /** Call it once the container exists; they lead to it as soon as it has an address. */
  begin(name: string): void;
}

/** Networks that Bulkhead sets up, and what the DHCP server of a network gives its containers. */
export interface NetworkReservations {
  /** Brings up the networks that Bulkhead sets up, where there are any. Fails with `network-unavailable`. */
  bring(): Promise<void>;
  /** Changes nothing. Fails with `address-not-allowed`, or with `network-unavailable` while its bridge is not there. */
  check(one: { readonly name: string; readonly network: Network; readonly settings: Settings }): void;
  /**
   * An address for a container in which no client of DHCP runs: the chosen one, or the one that it had, or a free one.
   * Undefined for one without a network. It is its own once its configuration has it. Fails with `network-unavailable`.
   */
  ofProgram(one: {
    readonly name: string;
    readonly network: Network;
    readonly settings: Settings;
  }): ProgramAddress | undefined;
  /** Brings the server to what is written of all containers. Fails with `network-unavailable` or `disk-full`. */
  settle(): Promise<void>;
  /** The same once a container is gone; trouble is logged. */
  release(): void;
}

/** Files of one container for another that is being created. */
export interface FilesOfOthers {
  /** Changes nothing. Fails when there are no such files, or they lie on another image than the new container. */
  check(name: string, files: CopiedFiles, image: string): Promise<void>;
  /**
   * Copies them into the empty layer of the new container, as files of its own ids. A running source is frozen
   * meanwhile.
   */
  copy(
    name: string,
    files: CopiedFiles,
    to: { readonly upper: string; readonly ids: IdRange },
    signal: AbortSignal,
  ): Promise<void>;
  /** The same with files that are no container's, whose owners begin with 0. */
  copyTree(
    name: string,
    tree: string,
    to: { readonly upper: string; readonly ids: IdRange },
    signal: AbortSignal,
  ): Promise<void>;
}
type CopiedFiles = NonNullable<Params<'container.create'>['files']>;

/** What is chosen for the domain of one container. */
export interface Chosen {
  readonly ports: readonly ServedPortNumber[];
  readonly allow: Description['allow'];
  /** Types of ports, as {@link OwnDomains.connectTypes} gives them. */
  readonly connectTypes: readonly string[];
  readonly volumes: readonly Volume[];
}

/** What a module says of its container that may change, or was not known when the module was written. */
export interface ModuleFacts {
  readonly volumes: readonly Volume[];
  /** Of the context that the container is configured with. */
  readonly pair: CategoryPair;
}

/** The policy modules of containers in a domain of their own. */
export interface OwnDomains {
  /**
   * Gives the types of ports that a person named, by type or by number. Fails with `policy-rejected` when one is no type
   * of ports in the loaded policy.
   */
  connectTypes(targets: ConnectTargets, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Gives the source of the module of a container for which this is chosen; fails with `policy-rejected` when the
   * loaded policy has no type for one. Changes nothing.
   */
  write(name: string, options: Chosen & { readonly isPermissive: boolean }, signal: AbortSignal): Promise<string>;
  /** Installs what was written for a container under creation, with its categories. */
  make(
    name: string,
    source: string,
    options: { readonly pair: CategoryPair; readonly isPermissive: boolean; readonly signal: AbortSignal },
  ): Promise<void>;
  /**
   * Brings the installed module to the volumes that the container shares and to its categories, for its next start; does
   * nothing where it has them, or where there is no module. Fails with `policy-rejected`.
   */
  update(name: string, facts: ModuleFacts, signal: AbortSignal): Promise<void>;
  /**
   * Installs a text that another member has written, where it is not the one that is installed here. Fails with
   * `policy-rejected`.
   */
  bring(name: string, source: string, signal: AbortSignal): Promise<void>;
  /** Whether Bulkhead knows a module of it. */
  has(name: string): boolean;
  /** Containers of which Bulkhead knows a module. */
  names(): readonly string[];
  /**
   * Installs the module of a container a second time, with the types of another name. Idempotent; does nothing where
   * there is no module. Fails with `policy-rejected`.
   */
  copy(name: string, to: string, signal: AbortSignal): Promise<void>;
  /** Removes it with all its versions; none of its processes may run. */
  remove(name: string): Promise<void>;
}

export type LayerLimits = Pick<Limits, 'diskBytes' | 'diskInodes'>;
/** Those that are to be changed. */
export type WantedLayerLimits = { readonly [Key in keyof LayerLimits]?: LayerLimits[Key] | undefined };

export interface LayerOf {
  readonly name: string;
  readonly own: ContainerPlaces;
}

export interface Layers {
  /** Fails with `limit-not-possible` when a layer with these limits cannot be created now. */
  check(name: string, limits: LayerLimits): void;
  /**
   * Creates the empty folders of a new container, limited from the beginning. What it leaves when it fails is removed
   * with the container.
   */
  make(
    container: LayerOf,
    options: { readonly ids: IdRange; readonly limits: LayerLimits },
    signal: AbortSignal,
  ): Promise<Layer>;
  /** Ensures that the layer exists and is limited, before the overlay is mounted on it. */
  mount(container: LayerOf, layer: Layer | null): Promise<void>;
  /** Call it after the overlay was mounted on it, and before any process of the container runs. */
  settle(container: LayerOf, layer: Layer | null): void;
  /** Unmounts what {@link mount} mounted. The overlay on it has to be unmounted. */
  unmount(container: LayerOf): Promise<void>;
  /** Ends its limits; call it before the files of an unmounted container are removed. */
  release(container: LayerOf): void;
  /**
   * Changes the limits at once. Gives the layer as it is to be written, and a sentence when the user should know
   * something.
   */
  resize(
    container: LayerOf,
    layer: Layer | null,
    limits: WantedLayerLimits,
  ): Promise<{ readonly layer: Layer | null; readonly note: Words | null }>;
}
