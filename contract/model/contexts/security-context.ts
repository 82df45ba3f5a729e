// SPDX-License-Identifier: Apache-2.0
/** An SELinux security context, split into its four parts. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';

/** `user:role:type:level`; the level keeps its own colons and commas, for example `s0:c5,c6` or `s0-s0:c0.c1023`. */
export const securityContextSchema = makeOnce(() =>
  z.strictObject({
    user: z.string(),
    role: z.string(),
    type: z.string(),
    /** Empty when the policy has no MLS or MCS levels. */
    level: z.string(),
  }),
);

export type SecurityContext = z.infer<ReturnType<typeof securityContextSchema>>;

/** What a new file of such a process gets, and what keeps its own things: `s0:c5,c6` of `s0:c5,c6-s0:c5,c6,c992`. */
export function lowEndOf(level: string): string {
  return level.split('-')[0] ?? '';
}

/**
 * The categories of a level's low end, in the order in which they stand, ranges kept whole:
 * `s0:c5,c6` gives `['c5', 'c6']`, `s0` gives `[]`, `s0-s0:c0.c1023` gives `[]`.
 */
export function categoriesOf(level: string): readonly string[] {
  const [, categories = ''] = lowEndOf(level).split(':');
  return categories === '' ? [] : categories.split(',');
}
