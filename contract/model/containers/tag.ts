// SPDX-License-Identifier: Apache-2.0
/** Tags: short words that a person gives containers, by which they are found and grouped. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';

/**
 * Accepts no capitals, so that no two tags look alike, and nothing that means something in a filter or a shell. A dot
 * stands before another character, as in a container's name.
 */
export const tagSchema = makeOnce(() =>
  z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9_-])){0,31}$/,
      t(
        'must begin with a small letter or digit and use only small letters, digits, -, _ and single dots within, ' +
          'at most 32',
      ),
    ),
);

/** Tags that one container may have. */
export const maxTags = 16;

/** Tags that a request names; which of them a container has already does not matter. */
export const tagsSchema = makeOnce(() => z.array(tagSchema()).max(maxTags));

export interface TagChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** The tags after a change, in alphabetical order: a tag that is removed and added stays. */
export function changedTags(tags: readonly string[], { add, remove }: TagChange): string[] {
  return [...new Set([...tags.filter((tag) => !remove.includes(tag)), ...add])].sort();
}
