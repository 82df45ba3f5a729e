// SPDX-License-Identifier: Apache-2.0
/** What the disk of the containers reports to the other features. */

/** What the layer of a container takes, as of the last look. */
export interface LayerUsage {
  readonly bytes: number;
  /** What it may take now. */
  readonly maxBytes: number;
  readonly inodes: number;
  readonly maxInodes: number;
}
