// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { addChecksum, checksumBytes, takeChecksum } from './checksum.ts';

const content = gzipSync('files of a container');

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function gather(from: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of from) all.push(piece);
  return Buffer.concat(all);
}

const made = (): Promise<Buffer> => gather(addChecksum(pieces(content, 7)));

describe('the checksum of an export', () => {
  it('leaves a file that gzip unpacks, and says what the whole file is', async () => {
    const file = await made();
    expect([gunzipSync(file).toString(), file.length]).toEqual([
      'files of a container',
      content.length + checksumBytes,
    ]);
    const call = addChecksum(pieces(content, 7));
    for (;;) {
      const next = await call.next();
      if (next.done !== true) continue;
      expect(next.value).toEqual({ bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') });
      return;
    }
  });

  it.each([1, 13, 4096])('is taken off again, in pieces of %i bytes', async (size) => {
    expect(await gather(takeChecksum(pieces(await made(), size)))).toEqual(content);
  });

  it.each([
    ['a bit is another one', (file: Buffer) => file.map((byte, at) => (at === 20 ? byte ^ 1 : byte))],
    ['it is cut off', (file: Buffer) => file.subarray(0, file.length - 1)],
    ['something follows', (file: Buffer) => Buffer.concat([file, Buffer.from([0])])],
    ['it has none', () => content],
    ['it is empty', () => Buffer.alloc(0)],
  ])('is wrong when %s (C4)', async (_, change) => {
    await expect(gather(takeChecksum(pieces(change(await made()), 50)))).rejects.toMatchObject({
      code: 'archive-unusable',
    });
  });
});
