// SPDX-License-Identifier: Apache-2.0
/** What containers need of their volumes. */

import type { NewVolume } from '../../../../contract/model/containers/volume.ts';
import type { GivenVolumeItem } from '../../../../contract/operations/volume.ts';
import type { MountLine } from '../../../lxc/mount-table.ts';
import type { Giver } from './containers.ts';

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
  /** What would mount them where no helper does. */
  mountLines(name: string): readonly MountLine[];
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
