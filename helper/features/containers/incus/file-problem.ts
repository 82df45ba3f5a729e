// SPDX-License-Identifier: Apache-2.0
/** Compares the label of the files of an instance with its context: with another one they would be another container's. */

import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import { rootMountOptions } from '../../../incus/incus-volumes.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';
import { labelOfFolder } from '../../../selinux/labels/label-of-folder.ts';
import { mountLabelOf } from '../../../selinux/labels/mount-label.ts';
import { fileTypeOf } from '../../../selinux/types.ts';
import { instanceLines } from './instance-lines.ts';

/** What is wrong with the label of its files; undefined when it is the one that its context calls for. */
export async function fileProblem(
  client: IncusClient,
  instance: IncusInstance,
  context: string,
  signal?: AbortSignal,
): Promise<Words | undefined> {
  const { type = '', level = '' } = parseSecurityContext(context) ?? {};
  const expected = `system_u:object_r:${fileTypeOf(type)}:${level}`;
  const byMount = mountLabelOf(await rootMountOptions(client, instance, signal));
  const root = valueOf(instanceLines(instance), 'lxc.rootfs.path');
  const actual = byMount ?? (root === undefined ? undefined : labelOfFolder(root));
  if (actual === expected) return undefined;
  return actual === undefined
    ? say('the label of its files is not known; give its volume block.mount_options with the context {expected}', {
        expected,
      })
    : say('its files have the label {actual}, and its context calls for {expected}', { actual, expected });
}
