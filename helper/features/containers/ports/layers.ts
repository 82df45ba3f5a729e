// SPDX-License-Identifier: Apache-2.0
/** What containers need of the layers with their files. */

import type { Limits } from '../../../../contract/model/containers/limits.ts';
import type { Words } from '../../../../contract/text.ts';
import type { IdRange } from '../../../lxc/id-ranges.ts';
import type { Layer } from '../../../lxc/layer.ts';
import type { MountLine } from '../../../lxc/mount-table.ts';
import type { ContainerPlaces } from '../../../lxc/places.ts';

export type LayerLimits = Pick<Limits, 'diskBytes' | 'diskInodes'>;

/** Only these limits are changed. */
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
  /** What would mount it where no helper does. */
  mountLines(own: ContainerPlaces, layer: Layer | null): readonly MountLine[];
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
