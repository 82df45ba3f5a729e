// SPDX-License-Identifier: Apache-2.0
/** What adoptions depend on: the containers, the images, the originals and the journal. */

import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Creation } from '../creation/ports.ts';
import type { ImagesForOthers } from '../images/ports.ts';
import type { Originals } from './originals.ts';
import type { BasisOptions } from './plan/read-basis.ts';

export interface AdoptionHost extends BasisOptions {
  readonly intents: IntentJournal;
  readonly containers: Pick<Containers, 'list' | 'require' | 'exclusively' | 'removeLocked' | 'choose' | 'linesOf'>;
  readonly creation: Pick<Creation, 'createLocked'>;
  readonly images: ImagesForOthers;
  readonly originals: Originals;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** What an image says of where it came from. */
export function originOf(original: string): string {
  return `the adopted container ${original}`;
}
