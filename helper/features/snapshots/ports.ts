// SPDX-License-Identifier: Apache-2.0
/** What the snapshots offer to the other features. */

import type { Params } from '../../../contract/operations/index.ts';
import type { IdRange } from '../../lxc/id-ranges.ts';

/** Names the container, and the folder that is made for its files; these get owners of its ids. */
interface CopyTarget {
  readonly name: string;
  readonly upper: string;
  readonly ids: IdRange;
}

interface CopiedAlong {
  /** Copies what belongs to the same moment, while the source is frozen still. */
  readonly along?: () => Promise<void>;
}

export interface FilesOfOthers {
  /** Changes nothing. Fails when there are no such files, or they lie on another image than the new container. */
  check(name: string, files: CopiedFiles, image: string): Promise<void>;
  /**
   * Copies them into the empty layer of the new container, as files of its own ids. A running source is frozen
   * meanwhile.
   */
  copy(files: CopiedFiles, to: CopyTarget & CopiedAlong, signal: AbortSignal): Promise<void>;
  /** Copies files that are no container's, whose owners begin with 0. */
  copyTree(tree: string, to: CopyTarget, signal: AbortSignal): Promise<void>;
}

type CopiedFiles = NonNullable<Params<'container.create'>['files']>;
