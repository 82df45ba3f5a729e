// SPDX-License-Identifier: Apache-2.0
/** The samples of containers on other members of a cluster, from the helpers there that the window is connected to. */

import { useContainers } from '../containers/containers.ts';
import { followMembers } from '../members/follow-members.ts';
import { addSamplesBeside } from './samples.ts';
import { usageSeconds } from './usage.ts';

followMembers('samples', async ({ member, client, signal }) => {
  const isThere = (name: string): boolean => useContainers.getState().byName.get(name)?.member === member;
  for await (const { samples } of client.stream('sample.watch', { historySeconds: usageSeconds }, { signal })) {
    if (signal.aborted) return;
    addSamplesBeside(samples, isThere);
  }
});
