// SPDX-License-Identifier: Apache-2.0
/**
 * What containers offer to the other features, and what they need of them: volumes, policy modules and layers. Those
 * implement it, so that containers depend on none of them.
 */

import type { Container, ServedPortNumber } from '../../../contract/model/container.ts';
import type { Limits } from '../../../contract/model/limits.ts';
import type { NewVolume } from '../../../contract/model/volume.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';
import type { VolumeItem } from '../../../contract/operations/volume.ts';
import type { Claims } from '../../lxc/claims.ts';
import type { Description } from '../../lxc/description.ts';
import type { IdRange } from '../../lxc/id-ranges.ts';
import type { Layer } from '../../lxc/layer.ts';
import type { ContainerPlaces } from '../../lxc/places.ts';

export type Choice = Partial<
  Pick<Description, 'confinement' | 'ports' | 'learningUntil' | 'learnedSince' | 'volumes' | 'layer' | 'io'>
>;

/** What is written down of a container, and bringing it to that. */
export interface ContainerChoices {
  /** What is chosen for one of ours; fails with `container-not-managed` for another. */
  described(name: string): Description;
  /** Writes down another choice of how it is confined, and of its volumes. */
  choose(name: string, choice: Choice): void;
  /** Brings configuration, root and module of a container that does not run to what is chosen. Idempotent. */
  applyChoice(name: string): Promise<void>;
  /** Brings its configuration, and the mounts for its next start, to the volumes that are chosen. */
  bringVolumes(name: string): Promise<void>;
  /** Mounts the root of one of ours, with the label that its configuration calls for, where it is not mounted. */
  mount(name: string): Promise<void>;
}

/**
 * The containers of the host, for the other features. A function that names a container may fail with what the contract
 * declares for its operation.
 */
export interface Containers extends ContainerChoices, Pick<Claims, 'exclusively'> {
  list(signal: AbortSignal): Promise<readonly Container[]>;
  /** One of those that are listed, which is what it has to be. */
  require(name: string, wanted?: WantedContainer): Promise<Container>;
  /** A snapshot, then changes by whatever tool, until the signal aborts. */
  watch(signal: AbortSignal): AsyncGenerator<Item<'container.watch'>, void, undefined>;
  /**
   * Tells each step as it begins; aborting undoes what was done. Which folders it may be given depends on who gives
   * them.
   */
  create(
    request: Params<'container.create'>,
    by: Giver,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'container.create'>, Container, undefined>;
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
  ): Promise<Result<'container.configure'> & { readonly before: Limits }>;
  remove(name: string, options: { readonly force: boolean }, signal: AbortSignal): Promise<void>;
  /**
   * Where a console of this container has to end up. Fails when there is no such container, it does not run, or it is
   * not ours.
   */
  attachTarget(name: string, signal: AbortSignal): Promise<AttachTarget>;
}

/** What a container has to be; who asks for one that is not fails with what it lacks. */
export interface WantedContainer {
  /** Bulkhead's own, else `container-not-managed`. */
  readonly isManaged?: boolean;
  /** Else `container-running`. */
  readonly isStopped?: boolean;
}

/** What a process that was attached to a container is compared with. */
export interface AttachTarget {
  readonly name: string;
  /** The container's init, by its process id on the host. */
  readonly initPid: number;
  /** The whole context that the container's processes must have. */
  readonly context: string;
}

/** Who gives a folder away: the user whom polkit has let do it, by what the kernel said of the connection. */
export interface Giver {
  readonly uid: number;
}

/** What starting and removing a container need of its volumes. */
export interface VolumesOfContainer {
  /** The categories of those that it shares. */
  categoriesOf(name: string): readonly number[];
  /** Brings its configuration to its volumes, while it does not run. */
  configure(name: string): void;
  /** Labels them where that is due, and mounts them for its start. */
  prepare(name: string, signal: AbortSignal): Promise<void>;
  /** Mounts what is labelled for it. */
  stage(name: string): void;
  /** Whether labelling of one of them was cut off: what finishes that mounts them. */
  isOwed(name: string): boolean;
  /** Takes its mounts away, and when the act has removed it gives back the labels of what nobody has any more. */
  whileRemoving(name: string, act: () => Promise<void>): Promise<void>;
}

/** Volumes of a container that is being made: nobody else can claim it, and it is not listed yet. */
export interface NewVolumes {
  /**
   * Changes nothing. Fails with `volume-refused`, or for a container that would share one and runs, when they could not
   * be given.
   */
  check(name: string, volumes: readonly NewVolume[], by: Giver): Promise<void>;
  /**
   * Once it is described, configured and mounted. What was given when a later one fails is given back by the removal of
   * the container.
   */
  give(
    name: string,
    volumes: readonly NewVolume[],
    by: Giver,
    signal: AbortSignal,
  ): AsyncGenerator<VolumeItem, void, undefined>;
}

/** The policy modules of containers in a domain of their own. */
export interface OwnDomains {
  /**
   * Gives the source of the module of a container that listens on these ports; fails with `policy-refused` when the
   * loaded policy has no type for one. Changes nothing.
   */
  write(
    name: string,
    options: { readonly ports: readonly ServedPortNumber[]; readonly isPermissive: boolean },
    signal: AbortSignal,
  ): Promise<string>;
  /** Installs what was written for a container that is being made. */
  make(
    name: string,
    source: string,
    options: { readonly isPermissive: boolean; readonly signal: AbortSignal },
  ): Promise<void>;
  /** Whether there is a module of it, as far as Bulkhead knows. */
  has(name: string): boolean;
  /** Takes it away with all its versions; nothing of it may run. */
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
  /** Fails with `limit-impossible` when a layer with these limits cannot be made now. */
  check(name: string, limits: LayerLimits): void;
  /**
   * Makes the empty folders of a new container, limited from the beginning. What it leaves when it fails is removed
   * with the container.
   */
  make(
    container: LayerOf,
    options: { readonly ids: IdRange; readonly limits: LayerLimits },
    signal: AbortSignal,
  ): Promise<Layer>;
  /** Sees to it that the layer is there and limited, before the overlay is mounted on it. */
  mount(container: LayerOf, layer: Layer | null): Promise<void>;
  /** After the overlay was mounted on it, and before anything of the container runs. */
  settle(container: LayerOf, layer: Layer | null): void;
  /** Unmounts what {@link mount} mounted. The overlay on it has to be unmounted. */
  unmount(container: LayerOf): Promise<void>;
  /** Before the files of a container are removed that is not mounted any more: limits it no longer. */
  release(container: LayerOf): void;
  /**
   * Changes the limits at once. Gives the layer as it is to be written down, and a sentence when there is something to
   * know.
   */
  resize(
    container: LayerOf,
    layer: Layer | null,
    limits: WantedLayerLimits,
  ): Promise<{ readonly layer: Layer | null; readonly note: string | null }>;
}
