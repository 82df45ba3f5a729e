// SPDX-License-Identifier: Apache-2.0
/** Takes a snapshot before a command that loses files of a container. */

import { isOnVolume } from '../../contract/model/containers/volume.ts';
import type { RiskyChange } from '../../contract/model/containers/snapshot.ts';
import type { Client } from '../../rpc/client.ts';
import type { CommandContext } from '../command-context.ts';
import { followSteps } from './follow-steps.ts';
import { snapshotWords } from './snapshot-words.ts';

interface Change {
  /** Names the container. */
  readonly name: string;
  /** What is lost. */
  readonly paths: readonly string[];
  readonly before: RiskyChange;
}

/** Does nothing where all of it lies on volumes, which no snapshot holds. What fails leaves the files as they are. */
export async function takeSnapshotFirst(
  context: CommandContext,
  client: Client,
  { name, paths, before }: Change,
): Promise<void> {
  const { output, signal } = context;
  const { containers } = await client.request('container.list', {}, { signal });
  const volumes = containers.find((container) => container.name === name)?.volumes ?? [];
  if (paths.every((path) => isOnVolume(volumes, path))) return;
  const call = client.stream('snapshot.take', { name, before }, { signal });
  const taken = await followSteps(context, call, snapshotWords);
  await output.note(
    `took ${taken.name} of ${name}; bring back its files with: bulkheadctl snapshot restore ${name} ${taken.name}`,
  );
}
