// SPDX-License-Identifier: Apache-2.0
/** The snapshots that Incus has of an instance, as Bulkhead describes them. */

import { fail } from '../../../../contract/errors.ts';
import { type Snapshot, snapshotNameSchema } from '../../../../contract/model/containers/snapshot.ts';
import { type IncusInstance, nameOf } from '../../../incus/incus-instances.ts';
import { type InstanceSnapshot, listSnapshotsOf } from '../../../incus/incus-snapshots.ts';
import { nameSnapshot } from '../snapshot-name.ts';
import { markOf } from './instance-snapshot-mark.ts';
import type { InstanceSnapshotsWork } from './instance-snapshots-host.ts';

/** Lists the snapshots of an instance, the newest first. */
export async function listSnapshots(
  { client }: InstanceSnapshotsWork,
  instance: IncusInstance,
): Promise<readonly Snapshot[]> {
  const all = await listSnapshotsOf(client, instance);
  return all.flatMap((one) => snapshotOf(instance, one) ?? []).toSorted((a, b) => b.createdAt - a.createdAt);
}

/** Gives a snapshot by its name; fails with `snapshot-not-found`. */
export async function findSnapshot(
  host: InstanceSnapshotsWork,
  instance: IncusInstance,
  snapshot: string,
): Promise<Snapshot> {
  const found = (await listSnapshots(host, instance)).find(({ name }) => name === snapshot);
  return found ?? fail('snapshot-not-found', { name: nameOf(instance), snapshot });
}

/** Gives a name that no snapshot of the instance has. */
export async function findFreeName(
  { client, now }: InstanceSnapshotsWork,
  instance: IncusInstance,
  prefix: string | undefined,
): Promise<string> {
  const names = new Set((await listSnapshotsOf(client, instance)).map(({ name }) => name));
  return nameSnapshot(prefix, { seconds: now(), exists: (name) => names.has(name) });
}

/** Describes a snapshot; undefined for one whose name no operation takes, or whose time is not known. */
function snapshotOf({ expanded_config: config }: IncusInstance, one: InstanceSnapshot): Snapshot | undefined {
  const { name, created_at: created, size } = one;
  const createdAt = Date.parse(created) / 1000;
  if (!snapshotNameSchema().safeParse(name).success || !(createdAt >= 0)) return undefined;
  const mark = markOf(one);
  return {
    name,
    createdAt,
    bytes: size < 0 ? null : Math.round(size),
    reason: mark?.reason ?? 'taken',
    image: config['image.description']?.slice(0, 200) ?? '',
    wasRunning: mark?.wasRunning ?? null,
  };
}
