// SPDX-License-Identifier: Apache-2.0
/** What comes out of a log that is followed, whichever log it is. */

import type { Buffer } from 'node:buffer';

export type FollowItem =
  /**
   * Bytes of the log, valid until the next item is requested. `position` names the end of the last whole line in them,
   * or in an earlier item, for a later start of the helper; undefined when no line has ended yet. `isKnown`: they are
   * before the position that was given at the start.
   */
  | {
      readonly kind: 'bytes';
      readonly bytes: Buffer;
      readonly position?: string | undefined;
      readonly isKnown?: boolean;
    }
  /** The log was read to its end and nothing came for a moment: every event that was begun in it is complete. */
  | { readonly kind: 'quiet' }
  /** Another log of the same host follows: what it holds may have come from the one before as well. */
  | { readonly kind: 'switched' }
  /** This says that so many records were dropped before they could be read here. */
  | { readonly kind: 'lost'; readonly count: number };
