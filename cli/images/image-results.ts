// SPDX-License-Identifier: Apache-2.0
/** What the commands for images say of one. */

import { describeImported } from '../../contract/wording/describe-image.ts';
import type { Image } from '../../contract/model/host/image.ts';
import type { ImportedImage } from '../../contract/operations/host/image.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { escapeText } from '../../report/escape-text.ts';
import { formatBytes } from '../output/format-quantity.ts';

export async function sayMade({ output }: CommandContext, made: ImportedImage): Promise<void> {
  const { image, files, setId, leftOut } = made;
  if (output.isJson) {
    const counts = { files, set_id: setId, left_out: leftOut };
    await output.json({ done: { ...imageJson(image), ...counts } });
    return;
  }
  if (output.isQuiet) return;
  const words = `made the image ${image.name} (${formatBytes(image.sizeBytes)}, ${image.architecture})`;
  await output.write(`${escapeText(words)}\n`);
  for (const remark of describeImported(made)) await output.note(remark);
}

export async function imagesOf(context: CommandContext): Promise<readonly Image[]> {
  const { signal } = context;
  const { images } = await withClient(context, (client) => client.request('image.list', {}, { signal }));
  return images;
}

export function imageJson(image: Image): object {
  const { name, description, architecture, sizeBytes, createdAt, sha256, origin, hasInit, application, usedBy } = image;
  return {
    name,
    description,
    architecture,
    bytes: sizeBytes,
    created: createdAt,
    sha256,
    origin,
    has_init: hasInit,
    application,
    used_by: usedBy,
  };
}
