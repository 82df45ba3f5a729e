// SPDX-License-Identifier: Apache-2.0
/** Shows how far an image is that is being made, and gives what it came to. */

import { describeTransfer } from '../../contract/wording/describe-transfer.ts';
import type { ImageProgress, ImageStep, ImportedImage } from '../../contract/operations/host/image.ts';
import type { CommandContext } from '../command-context.ts';
import { formatBytes } from '../output/format-quantity.ts';
import { createProgressLine } from '../output/progress-line.ts';

interface ImageCall extends AsyncIterable<ImageProgress> {
  readonly result: Promise<ImportedImage>;
}

const words: Readonly<Record<ImageStep, string>> = {
  check: 'checking what was asked for',
  freeze: 'freezing the container',
  unpack: 'unpacking',
  write: 'writing to the disk',
};

/** `totalBytes` is the size of the archive, where it is known. */
export async function followImage(
  { output, environment }: CommandContext,
  call: ImageCall,
  totalBytes?: number,
): Promise<ImportedImage> {
  const progress = createProgressLine(environment.stderr, output);
  const changes = environment.stderr.isTTY === true;
  const begun = environment.now();
  let last: ImageStep | undefined;
  try {
    for await (const { step, receivedBytes, files, bytes } of call) {
      if (output.isQuiet) continue;
      if (output.isJson) await output.json({ step, received_bytes: receivedBytes, files, bytes });
      else if (changes || step !== last) {
        const transfer = { doneBytes: receivedBytes, totalBytes, seconds: environment.now() - begun };
        await progress.show(
          step === 'unpack'
            ? `${words[step]}: ${describeTransfer(transfer, formatBytes)} (${files.toLocaleString('en')} files)`
            : words[step],
        );
      }
      last = step;
    }
  } finally {
    await progress.clear();
  }
  return call.result;
}
