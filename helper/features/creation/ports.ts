// SPDX-License-Identifier: Apache-2.0
/** The creation of containers, as other features use it. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { Original } from '../../../contract/model/containers/original.ts';
import type { GivenItem, Params, Result } from '../../../contract/operations/index.ts';
import type { Giver } from '../containers/ports/containers.ts';

/** Each may fail with the errors that the contract declares for `container.create`. */
export interface Creation {
  /**
   * Reports each step as it begins; aborting undoes what was done. Which folders are allowed as volumes depends on who
   * gives them.
   */
  create(request: Params<'container.create'>, by: Creator, signal: AbortSignal): RunningCreation;
  /** Creates it for a caller that has the lock of the name. */
  createLocked(request: Params<'container.create'>, by: Creator, signal: AbortSignal): RunningCreation;
  /** Gives the configuration that it would have; changes nothing. */
  preview(request: Params<'container.create'>): Result<'container.preview-creation'>['lines'];
}

export type RunningCreation = AsyncGenerator<GivenItem<'container.create'>, Container, undefined>;

/** Who creates a container, and of which files, where these are not those of another container. */
export interface Creator extends Giver {
  /** A folder that only root can enter, with the files of a layer, whose owners begin with 0. They stay. */
  readonly tree?: string;
  /** The container of another tool that it takes the place of. */
  readonly original?: Original;
}
