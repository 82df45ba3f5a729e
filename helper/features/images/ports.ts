// SPDX-License-Identifier: Apache-2.0
/** What images offer to the other features. */

import type { ImageProgress } from '../../../contract/operations/host/image.ts';
import type { ArchiveLimits } from '../archives/ports.ts';

/** A folder of the host that is the root file system of a container. */
interface FolderOfRoot {
  /** The image gets this name. */
  readonly name: string;
  readonly origin: string;
  /** The files belong to this container, which an error names. */
  readonly container: string;
  /** Open; the caller closes it. */
  readonly folder: number;
  /** The ids of the owners of its files. */
  readonly ids: ArchiveLimits['ids'];
}

export interface ImagesForOthers {
  /** Says whether the name is taken, be it by a whole image or not. */
  has(image: string): boolean;
  /** Makes an image of a folder whose files nobody changes meanwhile. Leaves nothing when it fails or is cancelled. */
  makeOfFolder(
    source: FolderOfRoot,
    by: { readonly uid: number; readonly report: (progress: ImageProgress) => void },
    signal: AbortSignal,
  ): Promise<void>;
  /** Removes an image with this origin that no container needs. Leaves any other as it is. */
  discard(image: string, origin: string): Promise<void>;
}
