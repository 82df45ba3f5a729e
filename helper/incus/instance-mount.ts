// SPDX-License-Identifier: Apache-2.0
/**
 * The root of an instance that does not run: Incus mounts it for as long as somebody looks at its files by SFTP, so a
 * connection on which nothing is ever said keeps it mounted.
 */

import type { IncusClient } from './incus-client.ts';
import { type InstanceName, pathOf } from './incus-instances.ts';

/** Milliseconds in which a volume is activated, checked and mounted. */
const mountTimeoutMs = 60_000;

/** Resolves once it is mounted; gives the function that has Incus unmount it. One that runs is mounted anyway. */
export async function holdMounted(
  client: IncusClient,
  instance: InstanceName,
  signal: AbortSignal,
): Promise<() => void> {
  const connection = await client.transport.upgrade({
    path: pathOf(instance, '/sftp'),
    protocol: 'sftp',
    signal,
    timeoutMs: mountTimeoutMs,
  });
  // It ends by itself when the instance is started, or Incus is restarted.
  connection.on('error', () => undefined);
  connection.resume();
  return () => void connection.destroy();
}
