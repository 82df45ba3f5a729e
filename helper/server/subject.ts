// SPDX-License-Identifier: Apache-2.0
/** What a call is about, for the prompt and the activity log: the container that its params name, else the image. */

import * as z from 'zod';

const namedSchema = z.object({ name: z.string().optional(), image: z.string().optional() });

/** Takes params that the operation's schema has parsed. */
export function subjectOf(params: unknown): string | undefined {
  const { name, image } = namedSchema.safeParse(params).data ?? {};
  return name ?? image;
}
