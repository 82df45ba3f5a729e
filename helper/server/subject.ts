// SPDX-License-Identifier: Apache-2.0
/** What a call is about, for the prompt and the activity log: the container that its params name. */

import * as z from 'zod';

const namedSchema = z.object({ name: z.string() });

/** Takes params that the operation's schema has parsed. */
export function subjectOf(params: unknown): string | undefined {
  return namedSchema.safeParse(params).data?.name;
}
