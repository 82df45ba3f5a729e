// SPDX-License-Identifier: Apache-2.0
/** What transfers offer to the other features: containers as folders with a manifest and their files. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { Params } from '../../../contract/operations/index.ts';

export interface ContainerFolders {
  /**
   * Writes what an export of a container holds into an empty folder that only root can enter. `along` copies what belongs
   * to the same moment, while the container is frozen. Fails with what `container.export` declares.
   */
  write(
    container: { readonly name: string; readonly folder: string; readonly along: () => Promise<void> },
    signal: AbortSignal,
  ): Promise<Container>;
  /**
   * Makes a container of such a folder, all of which may be a stranger's, as `container.import` does of a file, and fails
   * as that does. The folder stays.
   */
  create(
    container: { readonly folder: string; readonly uid: number; readonly chosen: Params<'container.import'> },
    signal: AbortSignal,
  ): Promise<Container>;
}
