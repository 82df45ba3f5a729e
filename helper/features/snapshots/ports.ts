// SPDX-License-Identifier: Apache-2.0
/** What the snapshots offer to the other features. */

import type { Params } from '../../../contract/operations/index.ts';
import type { IdRange } from '../../lxc/id-ranges.ts';

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
  /** Copies files that are no container's, whose owners begin with 0. */
  copyTree(
    name: string,
    tree: string,
    to: { readonly upper: string; readonly ids: IdRange },
    signal: AbortSignal,
  ): Promise<void>;
}

type CopiedFiles = NonNullable<Params<'container.create'>['files']>;
