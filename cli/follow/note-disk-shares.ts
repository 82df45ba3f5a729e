// SPDX-License-Identifier: Apache-2.0
/**
 * Says where the limits of disk space of all containers are more than the disk has: then each gets a share, and less.
 */

import { defaultLimits } from '../../contract/model/containers/limits.ts';
import type { Client } from '../../rpc/client.ts';
import type { Step } from '../apply/plan/step.ts';
import type { CommandContext } from '../command-context.ts';
import { describeContainers } from '../format/container-row.ts';
import { formatBytes } from '../output/format-quantity.ts';

/** Limits by the names of containers; null for none. */
type DiskLimits = ReadonlyMap<string, number | null>;

const consequence = 'for now each gets a share, which is less than its limit (bulkheadctl ls shows it).';

/** Says where the limits of all containers together are more than the disk has now. */
export async function noteDiskShares({ output, signal }: CommandContext, client: Client): Promise<void> {
  const { disk } = await client.request('host.info', {}, { signal });
  if (disk?.isOvercommitted === true)
    await output.note(`The limits of disk space of all containers are more than the disk has: ${consequence}`);
}

/** Says the same of the disk as it will be when a plan is carried out. */
export async function notePlannedDiskShares(
  { output, signal, environment }: CommandContext,
  client: Client,
  planned: DiskLimits,
): Promise<void> {
  const { disk } = await client.request('host.info', {}, { signal });
  if (disk?.backing !== 'project-quota') return;
  const { containers } = await client.request('container.list', {}, { signal });
  const rows = await describeContainers(client, containers, { signal, now: environment.now() });
  const used = new Map(rows.map((row) => [row.name, row.disk_bytes ?? 0]));
  const limits: DiskLimits = new Map([
    ...containers.flatMap(({ name, disk: layer, limits: { diskBytes } }) =>
      layer?.backing === 'project-quota' ? [[name, diskBytes] as const] : [],
    ),
    ...planned,
  ]);
  const wanted = [...limits].reduce((sum, [name, limit]) => sum + Math.max(0, (limit ?? 0) - (used.get(name) ?? 0)), 0);
  const room = Math.max(0, disk.freeBytes - disk.reserveBytes);
  if (wanted > room)
    await output.note(
      `The limits of disk space of all containers will leave them ${formatBytes(wanted)} to write, and the disk has ` +
        `${formatBytes(room)} for them: ${consequence}`,
    );
}

/** What a plan makes of limits of disk space; undefined where it changes none. */
export function plannedDiskLimits(steps: readonly Step[]): DiskLimits | undefined {
  const planned = new Map<string, number | null>();
  for (const { call } of steps) {
    if (call.operation === 'container.remove') planned.set(call.params.name, 0);
    if (call.operation !== 'container.create' && call.operation !== 'container.configure') continue;
    const usual = call.operation === 'container.create' ? defaultLimits.diskBytes : undefined;
    const limit = call.params.limits?.diskBytes === undefined ? usual : call.params.limits.diskBytes;
    if (limit !== undefined) planned.set(call.params.name, limit);
  }
  return [...planned.values()].some((limit) => limit !== 0) ? planned : undefined;
}
