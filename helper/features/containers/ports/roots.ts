// SPDX-License-Identifier: Apache-2.0
/** The files of a container from outside, in the same form for each engine. */

export interface ContainerRoot {
  /** Its open folder, without what the container mounts itself. */
  readonly folder: number;
  /** The id that its root has on files here; those above it are its as well. */
  readonly base: number;
  /** Its engine has mounted other disks there, as the container sees them. */
  readonly disks: readonly string[];
  close(): void;
}
