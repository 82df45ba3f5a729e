// SPDX-License-Identifier: Apache-2.0
/** Shows how far the labelling of a volume is, and what it left alone. Gives the container as it is then. */

import type { Container } from '../../contract/model/containers/container.ts';
import type { Item, Result } from '../../contract/operations/index.ts';
import type { RemoteStream } from '../../rpc/client.ts';
import type { CommandContext } from '../command-context.ts';
import { escapeText } from '../../report/escape-text.ts';
import { createProgressLine } from '../output/progress-line.ts';

export async function followVolumeChange(
  { output, environment }: CommandContext,
  call: RemoteStream<Item<'volume.attach'>, Result<'volume.attach'>>,
): Promise<Container> {
  const progress = createProgressLine(environment.stderr, output);
  try {
    for await (const item of call) {
      if (output.isJson) await output.json(item);
      else if (item.type === 'progress') await progress.show(`${item.files} of ${item.total} files labelled`);
      else await output.note(`skipped ${escapeText(item.path)}: ${escapeText(item.reason)}`);
    }
  } finally {
    await progress.clear();
  }
  return (await call.result).container;
}
