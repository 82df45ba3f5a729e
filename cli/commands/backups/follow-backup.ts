// SPDX-License-Identifier: Apache-2.0
/** Shows how far a backup, a restore, a check or a job is. */

import type { Item } from '../../../contract/operations/index.ts';
import type { RemoteStream } from '../../../rpc/client.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { createProgressLine } from '../../output/progress-line.ts';
import type { CommandContext } from '../../command-context.ts';

type Progress = Item<'backup.run'> | Item<'backup.restore'> | Item<'backup.check'> | Item<'backup.run-job'>;

const stepWords: Readonly<Record<Progress['step'], string>> = {
  check: 'checking',
  copy: 'copying the files',
  store: 'storing',
  fetch: 'reading the repository',
  create: 'creating the container',
  apply: 'restoring volumes, ports and links',
  remove: 'removing older backups',
};

/** Gives the result. Where no terminal is, each step is shown once. */
export async function followBackup<Result>(
  { output, environment }: CommandContext,
  call: RemoteStream<Progress, Result>,
): Promise<Result> {
  const progress = createProgressLine(environment.stderr, output);
  let last: string | undefined;
  try {
    for await (const item of call) {
      const step = stepOf(item);
      if (output.isQuiet || output.isJson || (step === last && environment.stderr.isTTY !== true)) continue;
      last = step;
      await progress.show(`${step}${shareOf(item)}`);
    }
    return await call.result;
  } finally {
    await progress.clear();
  }
}

function stepOf(item: Progress): string {
  const words = stepWords[item.step];
  if (!('container' in item) || item.container === null) return words;
  return `${item.container}, ${item.done + 1} of ${item.of}: ${words}`;
}

function shareOf(item: Progress): string {
  if (!('bytes' in item) || item.bytes === 0) return '';
  return `: ${formatBytes(item.bytesDone)} of ${formatBytes(item.bytes)}`;
}
