// SPDX-License-Identifier: Apache-2.0
/** Sends an archive, or another file, to the helper, as fast as it takes it. */

import { imagePieceBytes } from '../../contract/operations/host/image.ts';
import type { Input } from '../../contract/operations/index.ts';
import { withSignsOfLife } from '../../rpc/async/with-signs-of-life.ts';

export interface Sending {
  readonly sendAll: () => Promise<void>;
  /** Ends the call. */
  readonly end: AbortController;
  /** Aborts when the command ends; what that cuts off is no failure of the reading. */
  readonly signal: AbortSignal;
}

/**
 * Sends while the call is followed, and gives what following it gives. What cannot be read ends the call, and rejects
 * with why; the end of the call ends the reading.
 */
export async function sendWhile<T>({ sendAll, end, signal }: Sending, follow: () => Promise<T>): Promise<T> {
  let unread: unknown;
  const sent = sendAll().catch((error: unknown) => {
    if (signal.aborted || end.signal.aborted) return;
    unread = error;
    end.abort();
  });
  try {
    const result = await follow();
    await sent;
    return result;
  } catch (error) {
    end.abort();
    await sent;
    throw unread ?? error;
  }
}

/** Sends them by messages; `send` is that of the call. */
export async function sendPieces(
  pieces: AsyncIterable<Uint8Array>,
  send: (input: Input<'image.import'>) => Promise<void>,
): Promise<void> {
  const isThere = (): Promise<void> => send({ type: 'data', data: new Uint8Array(0) });
  for await (const piece of withSignsOfLife(pieces, isThere))
    for (let at = 0; at < piece.length; at += imagePieceBytes)
      await send({ type: 'data', data: piece.subarray(at, at + imagePieceBytes) });
  await send({ type: 'end' });
}
