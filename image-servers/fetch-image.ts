// SPDX-License-Identifier: Apache-2.0
/**
 * The archive of an image of a server, whole also where the connection is cut: it goes on where it ended, as long as the
 * server has the same content. The digest of the index proves all of it in the end, whichever way it came.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerImage } from '../contract/rules/server-image.ts';
import { type FetchedContent, fetchContent } from './fetch-content.ts';
import { ServerError } from './server-error.ts';

export interface FetchImageOptions {
  readonly signal: AbortSignal;
  /** Is called when the connection was cut, with the bytes that are there, before the server is asked for the rest. */
  readonly onCut?: (bytes: number) => void;
  /** Resolves after so many milliseconds, or rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** The server has other content by now: what is there already is of no use. */
class ChangedError extends ServerError {}

/** Tries that bring not one more byte, after which it ends. The last pause is half a minute. */
const maxTries = 6;
const firstPauseMs = 1000;

/** Rejects with a `ServerError` where the server cannot be asked, or has something else by now. */
export async function* fetchImage(
  { address, bytes: total }: Pick<ServerImage, 'address' | 'bytes'>,
  { signal, onCut, pause = (ms) => sleep(ms, undefined, { signal }) }: FetchImageOptions,
): AsyncGenerator<Uint8Array> {
  let got = 0;
  let tag: string | undefined;
  for (let tries = 0; ; tries += 1) {
    if (tries > 0) {
      onCut?.(got);
      await pause(firstPauseMs * 2 ** (tries - 1), signal);
    }
    try {
      const content = await fetchContent(address, {
        isProven: true,
        signal,
        ...(got > 0 && { after: { bytes: got, tag } }),
      });
      if (tag !== undefined && content.tag !== undefined && content.tag !== tag)
        throw new ChangedError(address, 'the server has another archive by now; begin again');
      tag ??= content.tag;
      for await (const piece of restOf(address, content, got)) {
        got += piece.length;
        tries = 0;
        yield piece;
      }
      if (got >= total) return;
      throw new ServerError(address, `it ended after ${String(got)} of ${String(total)} bytes`);
    } catch (error) {
      const isCut = error instanceof ServerError && !(error instanceof ChangedError) && !signal.aborted;
      if (!isCut || got === 0 || tries === maxTries) throw error;
    }
  }
}

/** What comes after the first `got` bytes: a server that knows no ranges gives all of it again. */
async function* restOf(address: string, { pieces, begin }: FetchedContent, got: number): AsyncGenerator<Uint8Array> {
  if (begin > got) throw new ChangedError(address, 'the server leaves a part of it out');
  let known = got - begin;
  for await (const piece of pieces) {
    const fresh = piece.subarray(Math.min(known, piece.length));
    known -= piece.length - fresh.length;
    if (fresh.length > 0) yield fresh;
  }
}
