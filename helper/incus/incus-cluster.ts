// SPDX-License-Identifier: Apache-2.0
/** The members of a cluster, and what each of them has to give. */

import * as z from 'zod';
import type { IncusClient } from './incus-client.ts';

const clusterMemberSchema = z.object({
  server_name: z.string(),
  /** Incus reaches the member there. */
  url: z.string().catch(''),
  /** Incus' own word: Online, Evacuated, Offline, Blocked. */
  status: z.string(),
  message: z.string().catch(''),
  roles: z.array(z.string()).catch([]),
  groups: z.array(z.string()).catch([]),
  architecture: z.string().catch(''),
});
export type IncusMemberEntry = z.infer<typeof clusterMemberSchema>;

const memberStateSchema = z.object({
  sysinfo: z.object({
    load_averages: z.array(z.number()).catch([]),
    total_ram: z.number().catch(0),
    free_ram: z.number().catch(0),
    buffered_ram: z.number().catch(0),
    logical_cpus: z.number().catch(0),
  }),
  storage_pools: z
    .record(
      z.string(),
      z.object({ space: z.object({ used: z.number().catch(0), total: z.number().catch(0) }).optional() }),
    )
    .nullish()
    .transform((pools) => pools ?? {}),
});
export type MemberState = z.infer<typeof memberStateSchema>;

export async function listMembers(client: IncusClient, signal?: AbortSignal): Promise<readonly IncusMemberEntry[]> {
  const { value } = await client.get('/1.0/cluster/members?recursion=1', z.array(clusterMemberSchema), { signal });
  return value;
}

/** Asks the member itself, so it fails for one that is not there. */
export async function readMemberState(client: IncusClient, name: string, signal?: AbortSignal): Promise<MemberState> {
  const path = `/1.0/cluster/members/${encodeURIComponent(name)}/state`;
  return (await client.get(path, memberStateSchema, { signal, timeoutMs: 5000 })).value;
}
