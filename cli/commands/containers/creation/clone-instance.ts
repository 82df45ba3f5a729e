// SPDX-License-Identifier: Apache-2.0
/** A clone of a container of Incus, which Incus makes. */

import type { Client } from '../../../../rpc/client.ts';
import type { CommandContext } from '../../../command-context.ts';
import { describeContainers } from '../../../format/container-row.ts';

export interface InstanceClone {
  readonly name: string;
  readonly copy: string;
  /** The files of now when left out. */
  readonly snapshot: string | undefined;
  readonly start: boolean;
}

export async function cloneInstance(
  { output, signal, environment }: CommandContext,
  client: Client,
  { name, copy, snapshot, start }: InstanceClone,
): Promise<void> {
  const from = { container: name, ...(snapshot !== undefined && { snapshot }) };
  const made = await client.request('cluster.create', { name: copy, from, start }, { signal });
  if (!output.isJson) return output.note(`Created ${copy}${made.member === null ? '' : ` on ${made.member}`}.`);
  for (const row of await describeContainers(client, [made], { signal, now: environment.now() }))
    await output.json(row);
}
