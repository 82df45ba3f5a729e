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
const volumeSchema = z.object({ config: configSchema });

/** The pool of the root of an instance; undefined when it has none. */
function poolOf({ expanded_devices: devices }: IncusInstance): string | undefined {
  return Object.values(devices).find(({ type, path }) => type === 'disk' && path === '/')?.['pool'];
}

/** Whether each volume of the pool is a file system of its own, so that its mount can give all files one label. */
export async function canLabelByMount(client: IncusClient, pool: string, signal?: AbortSignal): Promise<boolean> {
  const path = `/1.0/storage-pools/${encodeURIComponent(pool)}`;
  const { driver, config } = (await client.get(path, poolSchema, { signal })).value;
  return (
    ['lvm', 'lvmcluster', 'ceph'].includes(driver) || (driver === 'zfs' && config['volume.zfs.block_mode'] === 'true')
  );
}

/** The options with which the volume of its root is mounted; empty where there are none. */
export async function rootMountOptions(
  client: IncusClient,
  instance: IncusInstance,
  signal?: AbortSignal,
): Promise<string> {
  const pool = poolOf(instance);
  if (pool === undefined) return '';
  const { name, project, location } = instance;
  const query = new URLSearchParams({ project, ...(location !== '' && location !== 'none' && { target: location }) });
  const path = `/1.0/storage-pools/${encodeURIComponent(pool)}/volumes/container/${encodeURIComponent(name)}?${query.toString()}`;
  const { value } = await client.get(path, volumeSchema, { signal });
  return value.config['block.mount_options'] ?? '';
}
