// SPDX-License-Identifier: Apache-2.0
/** The snapshots that Incus has of an instance, and bringing one back. */

import * as z from 'zod';
import type { IncusClient } from './incus-client.ts';
import type { Tagged } from './incus-get.ts';
import { type InstanceName, pathOf } from './incus-instances.ts';

const configSchema = z
  .record(z.string(), z.string())
  .nullish()
  .transform((config) => config ?? {});

const snapshotSchema = z.object({
  name: z.string(),
  created_at: z.string().catch(''),
  /** Bytes; below zero where the pool does not say. */
  size: z.number().catch(-1),
  /** The instance had this configuration when the snapshot was taken. */
  config: configSchema,
});
export type InstanceSnapshot = z.infer<typeof snapshotSchema>;

/** All that Incus takes when an instance is written as a whole. */
const writableSchema = z.object({
  architecture: z.string().catch(''),
  config: configSchema,
  devices: z
    .record(z.string(), z.record(z.string(), z.string()))
    .nullish()
    .transform((devices) => devices ?? {}),
  ephemeral: z.boolean().catch(false),
  profiles: z
    .array(z.string())
    .nullish()
    .transform((profiles) => profiles ?? []),
  description: z.string().catch(''),
});
export type WritableInstance = z.infer<typeof writableSchema>;

/** Milliseconds in which a pool that copies has copied. */
const copyTimeoutMs = 6 * 3600_000;

export async function listSnapshotsOf(
  client: IncusClient,
  instance: InstanceName,
  signal?: AbortSignal,
): Promise<readonly InstanceSnapshot[]> {
  const path = `${pathOf(instance, '/snapshots')}&recursion=1`;
  return (await client.get(path, z.array(snapshotSchema), { signal })).value;
}

/** Resolves when it is whole. Aborting cancels it where Incus can. */
export async function takeSnapshotOf(
  client: IncusClient,
  { instance, name }: { readonly instance: InstanceName; readonly name: string },
  signal: AbortSignal,
): Promise<void> {
  await client.change({
    method: 'POST',
    path: pathOf(instance, '/snapshots'),
    body: { name, stateful: false },
    signal,
    timeoutMs: copyTimeoutMs,
  });
}

export async function removeSnapshotOf(client: IncusClient, instance: InstanceName, name: string): Promise<void> {
  const path = pathOf(instance, `/snapshots/${encodeURIComponent(name)}`);
  await client.change({ method: 'DELETE', path, timeoutMs: copyTimeoutMs });
}

/** Brings back files and configuration of one that does not run. */
export async function restoreSnapshotOf(client: IncusClient, instance: InstanceName, name: string): Promise<void> {
  const body = { restore: name, stateful: false };
  await client.change({ method: 'PUT', path: pathOf(instance), body, timeoutMs: copyTimeoutMs });
}

export function readWritable(
  client: IncusClient,
  instance: InstanceName,
  signal?: AbortSignal,
): Promise<Tagged<WritableInstance>> {
  return client.get(pathOf(instance), writableSchema, { signal });
}

/** Replaces all of its configuration, if it is still what it was when it had this tag. */
export async function writeWhole(
  client: IncusClient,
  instance: InstanceName,
  { value, etag }: Tagged<WritableInstance>,
): Promise<void> {
  await client.change({ method: 'PUT', path: pathOf(instance), body: value, ifMatch: etag });
}
