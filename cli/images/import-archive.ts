// SPDX-License-Identifier: Apache-2.0
/** Sends an archive to the host, which makes an image of it. */

import type { ParamsInput } from '../../contract/operations/index.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { followImage } from '../follow/follow-image.ts';
import type { Archive } from '../transfer/open-archive.ts';
import { sendPieces, sendWhile } from '../transfer/send-archive.ts';
import { sayMade } from './image-results.ts';

/** What cannot be read ends the call, and the end of the call ends the reading. */
export async function importArchive(
  context: CommandContext,
  open: (signal: AbortSignal) => Promise<Archive>,
  paramsOf: (archive: Archive) => ParamsInput<'image.import'>,
): Promise<void> {
  const end = new AbortController();
  const signal = AbortSignal.any([context.signal, end.signal]);
  const archive = await open(signal);
  await withClient(context, async (client) => {
    const call = client.channel('image.import', paramsOf(archive), { signal });
    const sendAll = (): Promise<void> => sendPieces(archive.pieces, call.send);
    const sending = { sendAll, end, signal: context.signal };
    await sayMade(context, await sendWhile(sending, () => followImage(context, call, archive.bytes)));
  });
}
