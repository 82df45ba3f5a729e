// SPDX-License-Identifier: Apache-2.0
/** What Bulkhead says of a snapshot of an instance: a key of the configuration, which each snapshot keeps with it. */

import * as z from 'zod';
import { snapshotSchema } from '../../../../contract/model/containers/snapshot.ts';
import type { InstanceSnapshot } from '../../../incus/incus-snapshots.ts';

/** What Bulkhead says of the next snapshot of an instance: each snapshot keeps the configuration of its moment. */
export const markKey = 'user.bulkhead.snapshot';

const markSchema = snapshotSchema().pick({ name: true, reason: true, wasRunning: true }).extend({
  /** Marks one taking: what fails removes nothing that another tool took under the name. */
  id: z.string(),
});

export type Mark = z.infer<typeof markSchema>;

/** Gives the mark of a snapshot; undefined for a mark that names another one, which was left over when this was taken. */
export function markOf({ name, config }: InstanceSnapshot): Mark | undefined {
  try {
    const { data } = markSchema.safeParse(JSON.parse(config[markKey] ?? ''));
    return data?.name === name ? data : undefined;
  } catch {
    return undefined;
  }
}
