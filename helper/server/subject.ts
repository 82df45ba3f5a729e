// SPDX-License-Identifier: Apache-2.0
/** What a call is about, for the prompt and the activity log: the container that its params name, else the image. */

import * as z from 'zod';

const namedSchema = z.object({
  name: z.string().optional(),
  container: z.string().optional(),
  image: z.string().optional(),
});

/** Takes params that the operation's schema has parsed. */
export function subjectOf(params: unknown): string | undefined {
  const { name, image } = namedSchema.safeParse(params).data ?? {};
  return name ?? image;
}

/** The name that may be a container's, for who has to know which one was meant. */
export function namedContainerOf(params: unknown): string | undefined {
  const { name, container } = namedSchema.safeParse(params).data ?? {};
  return name ?? container;
}
