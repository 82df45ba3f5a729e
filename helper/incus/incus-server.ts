// SPDX-License-Identifier: Apache-2.0
/** What Incus says of itself on this member. */

import * as z from 'zod';
import { IncusError } from './incus-error.ts';
import type { IncusClient } from './incus-client.ts';
import type { Tagged } from './incus-get.ts';

const incusServerSchema = z.object({
  api_extensions: z.array(z.string()),
  /** `untrusted` for a caller that may only look at this. */
  auth: z.string(),
  environment: z
    .object({
      server_name: z.string().catch(''),
      server_version: z.string().catch(''),
      server_clustered: z.boolean().catch(false),
    })
    .optional(),
});
export type IncusServer = z.infer<typeof incusServerSchema>;

export async function readServer(client: IncusClient, signal?: AbortSignal): Promise<Tagged<IncusServer>> {
  const answer = await client.get('/1.0', incusServerSchema, { signal });
  if (answer.value.auth !== 'trusted')
    throw new IncusError('denied', 'the helper may not use the socket of Incus', 403);
  return answer;
}
