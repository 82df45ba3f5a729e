// SPDX-License-Identifier: Apache-2.0
/**
 * Compares the label of the files of an instance with its context: with another one they would be another container's.
 * Files that are labelled one by one get theirs before each start.
 */

import { say, type Words } from '../../../../../contract/text.ts';
import type { IncusClient } from '../../../../incus/incus-client.ts';
import type { IncusInstance } from '../../../../incus/incus-instances.ts';
import { isLabelledByMount, rootMountOptions } from '../../../../incus/incus-volumes.ts';
import { mountLabelOf } from '../../../../selinux/labels/mount-label.ts';
import { labelOfFiles } from './label-of-files.ts';

/** An instance, and the context that its init gets. */
interface LabelledInstance {
  readonly instance: IncusInstance;
  readonly context: string;
}

/** What is wrong with the label of its files; undefined when it is the one that its context calls for. */
export async function fileProblem(
  client: IncusClient,
  { instance, context }: LabelledInstance,
  signal?: AbortSignal,
): Promise<Words | undefined> {
  if (!(await isLabelledByMount(client, instance, signal))) return undefined;
  const expected = labelOfFiles(context);
  const actual = mountLabelOf(await rootMountOptions(client, instance, signal));
  if (actual === expected) return undefined;
  return actual === undefined
    ? say('the label of its files is not known; give its volume block.mount_options with the context {expected}', {
        expected,
      })
    : say('its files have the label {actual}, and its context calls for {expected}', { actual, expected });
}
