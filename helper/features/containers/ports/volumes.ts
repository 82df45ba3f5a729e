// SPDX-License-Identifier: Apache-2.0
/** What containers need of their volumes. */

import type { MountLine } from '../../../lxc/mount-table.ts';

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
  /** Says whether all of them are among these mount points. */
  areStaged(name: string, mounted: ReadonlySet<string>): boolean;
  /** What would mount them where no helper does. */
  mountLines(name: string): readonly MountLine[];
  /** Unmounts what is mounted for it; it must not run. */
  unstage(name: string): Promise<void>;
  /** Says whether labelling of one of them was interrupted: what finishes that mounts them. */
  isOwed(name: string): boolean;
  /**
   * Unmounts them. When the action has removed the container, it restores the labels of volumes that no container has
   * any more.
   */
  whileRemoving(name: string, act: () => Promise<void>): Promise<void>;
}
