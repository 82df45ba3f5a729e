// SPDX-License-Identifier: Apache-2.0
/** What of a host a plan and a file are made from. */

import type { AlertRule } from '../../../contract/model/alerts/alert.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { hasLayers } from '../../../contract/model/engines/has-layers.ts';
import type { SnapshotPlan } from '../../../contract/model/containers/snapshot-schedule.ts';
import type { HostBridge } from '../../../contract/model/host/network.ts';
import type { Client } from '../../../rpc/client.ts';

export interface PresentHost {
  readonly containers: readonly Container[];
  /** The schedules of snapshots of those containers that were asked for; null for one without. */
  readonly schedules: ReadonlyMap<string, SnapshotPlan | null>;
  readonly images: readonly string[];
  readonly rules: readonly AlertRule[];
  readonly bridges: readonly HostBridge[];
}

/** `isScheduleOf`: of which containers the schedules are read. */
export async function readPresentHost(
  client: Client,
  signal: AbortSignal,
  isScheduleOf: (name: string) => boolean,
): Promise<PresentHost> {
  const [{ containers }, { images }, { rules }, { bridges }] = await Promise.all([
    client.request('container.list', {}, { signal }),
    client.request('image.list', {}, { signal }),
    client.request('alert.list', {}, { signal }),
    client.request('network.list', {}, { signal }),
  ]);
  const schedules = new Map<string, SnapshotPlan | null>();
  for (const container of containers) {
    const { name } = container;
    if (!hasLayers(container) || !isScheduleOf(name)) continue;
    const { schedule } = await client.request('snapshot.list', { name }, { signal });
    schedules.set(name, schedule === null ? null : { times: schedule.times, keep: schedule.keep });
  }
  return { containers, schedules, images: images.map(({ name }) => name), rules, bridges };
}
