// SPDX-License-Identifier: Apache-2.0
/** The label that the volume of an instance is mounted with, where its pool has a file system for each volume. */

import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import { changeRootMountOptions, isLabelledByMount } from '../../../incus/incus-volumes.ts';
import { mountOptionsOf } from './own-identity.ts';

/** Has it mounted with the label for this context; does nothing where each file is labelled before it starts. */
export async function labelVolume(
  client: IncusClient,
  instance: IncusInstance,
  context: SecurityContext,
): Promise<void> {
  if (await isLabelledByMount(client, instance))
    await changeRootMountOptions(client, instance, mountOptionsOf(context));
}
