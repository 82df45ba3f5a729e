// SPDX-License-Identifier: Apache-2.0
/** The containers of the host, as other features use them. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { Capability } from '../../../../contract/model/engines/capabilities.ts';
import type { Engine } from '../../../../contract/model/engines/engine.ts';
import type { Limits } from '../../../../contract/model/containers/limits.ts';
import type { SettingsChange } from '../../../../contract/model/containers/given-settings.ts';
import type { Settings } from '../../../../contract/model/containers/settings.ts';
import type { TagChange } from '../../../../contract/model/containers/tag.ts';
import type { GivenResult, Item, Params, Result } from '../../../../contract/operations/index.ts';
import type { PlainChoice } from '../../../../contract/model/policy/plain-kinds.ts';
import type { Claims } from '../../../lxc/claims.ts';
import type { Description } from '../../../lxc/description.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import type { TakenPairs } from '../../../selinux/category-pairs.ts';
import type { ClusterActs } from './cluster.ts';
import type { DomainChoices, DomainStatements } from './domains.ts';
import type { InstancesOfIncus } from './incus.ts';
import type { ContainerRoot } from './roots.ts';

type Choice = Partial<
  Pick<
    Description,
    | 'confinement'
    | 'plainDomain'
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
  /** Lists the containers of all engines. */
  list(signal: AbortSignal): Promise<readonly Container[]>;
  /** Its configuration in LXC's lines, with those of included files in their places; empty when there is none. */
  linesOf(name: string): readonly SourcedLine[];
  /** The contexts that the containers of all engines are configured with, by name, also of those on other members. */
  contexts(): ReadonlyMap<string, string>;
  /** The pairs of categories that they have, or are about to get. */
  takenPairs(): TakenPairs;
  /**
   * One of the listed containers, in the wanted state, whose engine can do what the caller is about to do. Fails with
   * `engine-cannot` where it cannot.
   */
  require(name: string, wanted: WantedContainer): Promise<Container>;
  /** A snapshot, then changes by whatever tool, until the signal aborts. */
  watch(signal: AbortSignal): AsyncGenerator<Item<'container.watch'>, void, undefined>;
  readonly cluster: ClusterActs;
  /** Gives that one of these which is for the engine of a container. They do the same, each for its engine. */
  ofEngine<Same>(name: string, each: Readonly<Record<Engine, Same>>): Same;
  /**
   * Opens the root of one of Bulkhead's on this host, whether it runs or not; the caller closes it. Fails with
   * `container-failed` for one on another member, and where its files cannot be reached or are not as its configuration
   * calls for.
   */
  openRoot(name: string, signal: AbortSignal): Promise<ContainerRoot>;
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
  /** Removes one of LXC, also one that runs, for a caller that has the lock of the name and has seen to it that it may. */
  removeLocked(name: string): Promise<void>;
  /** The instances of Incus, for what a feature does to them alone. */
  readonly instances: InstancesOfIncus;
  /** What is chosen for the domain of one of Bulkhead's, of any engine. */
  describedDomain(name: string): DomainChoices;
  /** Writes what is chosen, which its module has by then; of any engine. What is left out stays. */
  chooseDomain(name: string, chosen: Partial<DomainStatements>): Promise<void>;
  /**
   * The number of a plain domain that no other container has, and that has nothing beyond what is chosen; null where there
   * is none left. It is the container's once that is written.
   */
  freePlainDomain(name: string, chosen: PlainChoice): number | null;
  /** Gives one that does not run another name. */
  rename(name: string, to: string, signal: AbortSignal): Promise<Container>;
  /**
   * Says where a console of this container has to end up, of any engine. Fails when there is no such container, it does
   * not run, it is on another member, or it is not managed by Bulkhead.
   */
  attachTarget(name: string, signal: AbortSignal): Promise<AttachTarget>;
}

/** The required state of a container; a request for one in another state fails with what it lacks. */
interface WantedContainer {
  /** What is about to be done to it. */
  readonly can: Capability;
  /** Managed by Bulkhead, else `container-not-managed`. */
  readonly isManaged?: boolean;
  /** Not running, else `container-running`. */
  readonly isStopped?: boolean;
}

/** What a process that was attached to a container is compared with. */
export interface AttachTarget {
  readonly name: string;
  /** Liblxc finds there one that LXC's own tools did not start. */
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
