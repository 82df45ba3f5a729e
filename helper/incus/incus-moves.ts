// SPDX-License-Identifier: Apache-2.0
/** Moves between the members of a cluster. */

import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { IncusClient } from './incus-client.ts';
import { listMembers } from './incus-cluster.ts';
import { isIncusError } from './incus-error.ts';
import { type InstanceName, pathOf, readInstance } from './incus-instances.ts';

/** Milliseconds in which a volume is copied to another member. */
const moveTimeoutMs = 6 * 3600_000;
const pauseMs = 2000;

/** Moves one that does not run, with its volume. Aborting cancels it where Incus can. */
export async function moveInstance(
  client: IncusClient,
  { instance, member }: { readonly instance: InstanceName; readonly member: string },
  signal: AbortSignal,
): Promise<void> {
  const moving = client.change({
    method: 'POST',
    path: `${pathOf(instance)}&target=${encodeURIComponent(member)}`,
    body: { name: instance.name, migration: true, live: false },
    signal,
    timeoutMs: moveTimeoutMs,
  });
  await orIsSo(moving, async () => (await readInstance(client, instance)).value.location === member);
}

export type EvacuationAction = 'evacuate' | 'restore';

/** Resolves when all containers are where they are to be; by the `cluster.evacuate` of each. */
export async function changeMember(
  client: IncusClient,
  { member, action }: { readonly member: string; readonly action: EvacuationAction },
  signal: AbortSignal,
): Promise<void> {
  const changing = client.change({
    method: 'POST',
    path: `/1.0/cluster/members/${encodeURIComponent(member)}/state`,
    body: { action, mode: '' },
    signal,
    timeoutMs: moveTimeoutMs,
  });
  const wanted = action === 'evacuate' ? 'evacuated' : 'online';
  await orIsSo(changing, async () =>
    (await listMembers(client)).some(
      ({ server_name: name, status }) => name === member && status.toLowerCase() === wanted,
    ),
  );
}

/**
 * Incus forgets an operation seconds after its end, before a busy member has answered who waits for it: then what there
 * is says how it ended.
 */
async function orIsSo(changing: Promise<unknown>, isSo: () => Promise<boolean>): Promise<void> {
  try {
    await changing;
  } catch (error) {
    if (!isIncusError(error, 'operation-lost') || !(await isSo())) throw error;
  }
}

const operationsSchema = z.record(
  z.string(),
  z.array(
    z.object({
      resources: z
        .record(z.string(), z.array(z.string()))
        .nullish()
        .catch(undefined)
        .transform((resources) => resources ?? {}),
    }),
  ),
);

/** Resolves when no operation of Incus works on it. */
export async function untilIdle(client: IncusClient, instance: InstanceName, signal: AbortSignal): Promise<void> {
  const path = `/1.0/instances/${encodeURIComponent(instance.name)}`;
  for (;;) {
    const { value } = await client.get(
      `/1.0/operations?recursion=1&project=${encodeURIComponent(instance.project)}`,
      operationsSchema,
      { signal },
    );
    const running = [...(value['running'] ?? []), ...(value['pending'] ?? [])];
    if (!running.some(({ resources }) => resources['instances']?.some((one) => one.split('?')[0] === path))) return;
    await sleep(pauseMs, undefined, { signal });
  }
}
