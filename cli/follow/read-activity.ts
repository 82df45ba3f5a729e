// SPDX-License-Identifier: Apache-2.0
/** Reads the latest entries of the activity log, newest last. */

import type { Activity } from '../../contract/model/activity.ts';
import type { Client } from '../../rpc/client.ts';

interface ReadOptions {
  /** Says how many; the host's usual number when it is left out. */
  readonly latest: number | undefined;
  readonly signal: AbortSignal;
}

export async function readActivity(client: Client, { latest, signal }: ReadOptions): Promise<readonly Activity[]> {
  for await (const item of client.stream('activity.watch', { ...(latest !== undefined && { latest }) }, { signal }))
    if (item.type === 'snapshot') return item.entries;
  return [];
}
