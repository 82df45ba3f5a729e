// SPDX-License-Identifier: Apache-2.0
/** The storage of instances: whether a pool labels by the mount, and by which label the volume of one is mounted. */

import * as z from 'zod';
import type { IncusClient } from './incus-client.ts';
import type { IncusInstance } from './incus-instances.ts';

const configSchema = z
  .record(z.string(), z.string())
  .nullish()
  .transform((config) => config ?? {});

const poolSchema = z.object({ driver: z.string(), config: configSchema });
const volumeSchema = z.object({ config: configSchema, description: z.string().catch('') });

/** Gives the pool of the root of an instance; undefined when it has none. */
export function poolOf({ expanded_devices: devices }: Pick<IncusInstance, 'expanded_devices'>): string | undefined {
  return Object.values(devices).find(({ type, path }) => type === 'disk' && path === '/')?.['pool'];
}

/** Says whether each volume of the pool is a file system of its own, so that its mount can give all files one label. */
export async function canLabelByMount(client: IncusClient, pool: string, signal?: AbortSignal): Promise<boolean> {
  const path = `/1.0/storage-pools/${encodeURIComponent(pool)}`;
  const { driver, config } = (await client.get(path, poolSchema, { signal })).value;
  return (
    ['lvm', 'lvmcluster', 'ceph'].includes(driver) || (driver === 'zfs' && config['volume.zfs.block_mode'] === 'true')
  );
}

/**
 * Says whether the mount of its root gives all files of an instance their label; so for one that has no root on a pool.
 */
export async function isLabelledByMount(
  client: IncusClient,
  instance: Pick<IncusInstance, 'expanded_devices'>,
  signal?: AbortSignal,
): Promise<boolean> {
  const pool = poolOf(instance);
  return pool === undefined || (await canLabelByMount(client, pool, signal));
}

const unitPowers = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** Reads a size as Incus writes it: `4GiB`, `10GB`, `4294967296`. */
export function bytesOf(size: string): number | undefined {
  const [, digits = '', unit = '', binary] = /^(\d+) ?(?:([kKMGTPE]?)(i?)B)?$/.exec(size.trim()) ?? [];
  if (digits === '') return undefined;
  return Number(digits) * (binary === 'i' ? 1024 : 1000) ** unitPowers.indexOf(unit === 'K' ? 'k' : unit);
}

/** The options with which the volume of its root is mounted; empty where there are none. */
export async function rootMountOptions(
  client: IncusClient,
  instance: IncusInstance,
  signal?: AbortSignal,
): Promise<string> {
  const path = volumePath(instance);
  if (path === undefined) return '';
  const { value } = await client.get(path, volumeSchema, { signal });
  return value.config['block.mount_options'] ?? '';
}

/** Has the volume of its root mounted with these options from its next mount on. */
export async function changeRootMountOptions(
  client: IncusClient,
  instance: IncusInstance,
  options: string,
): Promise<void> {
  const path = volumePath(instance);
  if (path === undefined) throw new Error(`cannot label ${instance.name}: it has no root on a pool`);
  // Incus writes the volume of an instance only as a whole.
  const { value, etag } = await client.get(path, volumeSchema);
  const body = { ...value, config: { ...value.config, 'block.mount_options': options } };
  await client.change({ method: 'PUT', path, body, ifMatch: etag });
}

/** Undefined when it has no root on a pool. */
function volumePath(instance: IncusInstance): string | undefined {
  const pool = poolOf(instance);
  if (pool === undefined) return undefined;
  const { name, project, location } = instance;
  const query = new URLSearchParams({ project, ...(location !== '' && location !== 'none' && { target: location }) });
  return `/1.0/storage-pools/${encodeURIComponent(pool)}/volumes/container/${encodeURIComponent(name)}?${query.toString()}`;
}
