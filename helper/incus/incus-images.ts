// SPDX-License-Identifier: Apache-2.0
/**
 * Images that Bulkhead gives to Incus for one instance. Each has a mark of its own among its properties, by which it is
 * found and deleted again; no other image is touched.
 */

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { IncusClient } from './incus-client.ts';
import { IncusError, isNotFound } from './incus-error.ts';

/** The property holds the mark of an import. */
export const importProperty = 'bulkhead.import';

export interface NewImage {
  /** A tar file that Incus takes as an image: `metadata.yaml`, which has the mark, before what is below `rootfs`. */
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly onSent: (bytes: number) => void;
}

const imagesSchema = z.array(
  z.object({
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
    properties: z
      .record(z.string(), z.string())
      .nullish()
      .transform((properties) => properties ?? {}),
  }),
);
const operationsSchema = z.record(z.string(), z.array(z.object({ description: z.string().catch('') })));

/** What Incus calls the work on an image that was sent to it. */
const arrival = 'Downloading image';
/** Milliseconds in which an image is sent, and in which Incus then reads it and gives it to other members. */
const sendTimeoutMs = 6 * 3600_000;
const pauseMs = 2000;

/**
 * Resolves with the fingerprint, once Incus has the image. It is not cancelled: what ends the pieces early leaves no
 * image, and later Incus goes on by itself. Fails with what the pieces fail with.
 */
export async function sendImage(client: IncusClient, { pieces, onSent }: NewImage): Promise<string> {
  const hash = createHash('sha256');
  let cause: unknown;
  async function* counted(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    try {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        onSent(bytes);
        yield piece;
      }
    } catch (error) {
      cause = error;
      throw error;
    }
  }
  const operation = await client
    .change({
      method: 'POST',
      path: '/1.0/images?project=default',
      content: { pieces: counted(), headers: { 'content-type': 'application/octet-stream' } },
      answerTimeoutMs: sendTimeoutMs,
      timeoutMs: sendTimeoutMs,
    })
    .catch((error: unknown) => {
      throw cause ?? error;
    });
  const sent = hash.digest('hex');
  const got = operation?.metadata?.['fingerprint'];
  if (got !== sent) throw new IncusError('malformed', 'Incus has another image than the one that was sent to it');
  return sent;
}

/** Deletes those with this mark. Does nothing where there are none. */
export async function deleteImages(client: IncusClient, mark: string): Promise<void> {
  const { value } = await client.get('/1.0/images?recursion=1&project=default', imagesSchema);
  for (const { fingerprint, properties } of value) {
    if (properties[importProperty] !== mark) continue;
    try {
      await client.change({ method: 'DELETE', path: `/1.0/images/${fingerprint}?project=default` });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

/** Resolves when Incus works on no image that was sent to it: then each is among its images, or never will be. */
export async function untilImagesArrived(client: IncusClient, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { value } = await client.get('/1.0/operations?recursion=1&project=default', operationsSchema, { signal });
    const running = [...(value['running'] ?? []), ...(value['pending'] ?? [])];
    if (!running.some(({ description }) => description === arrival)) return;
    await sleep(pauseMs, undefined, { signal });
  }
}
