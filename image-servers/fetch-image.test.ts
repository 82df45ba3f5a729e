// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchImage, type FetchImageOptions } from './fetch-image.ts';
import { type ImageServer, serveImages } from './fixtures/serve-images.ts';

const path = '/archive.tar.xz';
const content = Array.from({ length: 20_000 }, (_, at) => String.fromCodePoint(97 + (at % 26))).join('');

let server: ImageServer;
let cuts: number[];
let pauses: number[];

beforeEach(async () => {
  server = await serveImages();
  server.answers.set(path, content);
  [cuts, pauses] = [[], []];
});
afterEach(() => server.stop());

async function fetched(options: Partial<FetchImageOptions> = {}): Promise<string> {
  const image = { address: `${server.address}${path}`, bytes: content.length };
  let text = '';
  const pieces = fetchImage(image, {
    signal: AbortSignal.timeout(60_000),
    onCut: (bytes) => cuts.push(bytes),
    pause: async (ms) => pauses.push(ms),
    ...options,
  });
  for await (const piece of pieces) text += Buffer.from(piece).toString();
  return text;
}

const ranges = (): readonly unknown[] => server.requests.map(({ headers }) => headers.range);

describe('an archive whose connection is cut', () => {
  it('goes on where it ended, and is whole', async () => {
    server.cuts.set(path, [5000, 3000]);
    expect(await fetched()).toBe(content);
    expect(ranges()).toEqual([undefined, 'bytes=5000-', 'bytes=8000-']);
    expect(server.requests[1]?.headers['if-range']).toMatch(/^"[0-9a-f]{64}"$/);
    expect([cuts, pauses]).toEqual([
      [5000, 8000],
      [1000, 1000],
    ]);
  });

  it('is whole also from a server that knows no ranges', async () => {
    server.knowsRanges = false;
    server.cuts.set(path, [5000, 7000]);
    expect(await fetched()).toBe(content);
    expect(ranges()).toHaveLength(3);
  });

  it('ends when the server has another archive by now', async () => {
    server.cuts.set(path, [5000]);
    await expect(fetched({ pause: async () => server.answers.set(path, content.toUpperCase()) })).rejects.toThrow(
      /the server has another archive by now/,
    );
  });

  it('gives up after some tries that bring nothing, with longer and longer pauses', async () => {
    server.cuts.set(path, [5000, 0, 0, 0, 0, 0, 0]);
    await expect(fetched()).rejects.toThrow(/^cannot read http/);
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000]);
  });

  it('ends at once when it is cancelled', async () => {
    server.cuts.set(path, [5000]);
    const end = new AbortController();
    await expect(
      fetched({ signal: end.signal, onCut: () => end.abort(), pause: undefined as never }),
    ).rejects.toThrow();
    expect(ranges()).toHaveLength(1);
  });
});

it('does not ask again for what was never there', async () => {
  server.answers.set(path, undefined);
  await expect(fetched()).rejects.toThrow('the server answers 404 Not Found');
  expect(ranges()).toHaveLength(1);
});

it('ends with an archive that is shorter than the index says, and stays so', async () => {
  server.answers.set(path, content.slice(0, 100));
  await expect(fetched()).rejects.toThrow(/it ended after 100 of 20000 bytes/);
});
