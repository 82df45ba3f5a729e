// SPDX-License-Identifier: Apache-2.0
/** Makes a container, shows each step, and says what was made. */

import type { CreationStep } from '../../contract/wording/creation-steps.ts';
import type { NewContainer } from '../../contract/operations/containers/creation.ts';
import type { Item } from '../../contract/operations/index.ts';
import { leaveOutUnchosen } from '../../contract/rules/leave-out-unchosen.ts';
import { escapeText } from '../../report/escape-text.ts';
import type { Client } from '../../rpc/client.ts';
import type { CommandContext } from '../command-context.ts';
import { type ContainerRow, describeContainers } from '../format/container-row.ts';
import type { Output } from '../output/output.ts';
import { createProgressLine } from '../output/progress-line.ts';
import { noteDiskShares } from './note-disk-shares.ts';

/** An interruption leaves nothing behind. */
export async function followCreation(context: CommandContext, client: Client, params: NewContainer): Promise<void> {
  const { output, signal, environment } = context;
  const creation = client.stream('container.create', leaveOutUnchosen(params), { signal });
  const progress = createProgressLine(environment.stderr, output);
  try {
    for await (const item of creation) await tell(output, progress.show, item);
  } finally {
    await progress.clear();
  }
  const made = await creation.result;
  const [row] = await describeContainers(client, [made], { signal, now: environment.now() });
  if (row !== undefined) await tellDone(output, row);
  await noteDiskShares(context, client);
}

const words: Readonly<Record<CreationStep, string>> = {
  check: 'checking what was asked for',
  reserve: 'reserving its name, categories and ids',
  policy: 'compiling and loading its policy module',
  'prepare-image': 'preparing the image',
  'copy-files': 'copying the files',
  mount: 'mounting its file system',
  configure: 'writing its configuration',
  volumes: 'labelling its volumes',
  start: 'starting it',
  verify: 'verifying its context',
};

async function tell(
  output: Output,
  show: (text: string) => Promise<void>,
  item: Item<'container.create'>,
): Promise<void> {
  if (output.isQuiet) return;
  const { step, fraction, skipped } = item;
  if (output.isJson) await output.json(item);
  else if (skipped !== undefined)
    await output.note(`skipped ${escapeText(skipped.path)}: ${escapeText(skipped.reason)}`);
  else await show(`${String(Math.round(fraction * 100)).padStart(3)} %  ${words[step]}`);
}

async function tellDone(output: Output, row: ContainerRow): Promise<void> {
  if (output.isJson) await output.json({ done: row });
  else if (!output.isQuiet)
    await output.write(
      `created ${escapeText(row.name)} (${escapeText(row.context ?? 'context not known yet')}), ${row.state}\n`,
    );
}
