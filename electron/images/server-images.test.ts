// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it } from 'vitest';
import { imagePieceBytes } from '../../contract/operations/host/image.ts';
import {
  type ImageServer,
  keyring,
  otherKeyring,
  serveImages,
  trixieRoot,
} from '../../image-servers/fixtures/serve-images.ts';
import { fetchRegistryImage } from '../../image-servers/fetch-registry-image.ts';
import { createServerImages, type ServerImages } from './server-images.ts';

const path = '/images/debian/new/rootfs.tar.xz';
let server: ImageServer;
let images: ServerImages;

beforeEach(async () => {
  server = await serveImages();
  images = createServerImages({ pause: async () => undefined });
});
afterEach(async () => {
  images.endAll();
  await server.stop();
});

async function contentOf(
  id: string,
): Promise<{ readonly text: string; readonly pieces: number; readonly cuts: number }> {
  let [text, pieces] = ['', 0];
  for (;;) {
    const { data, cuts } = await images.read(id);
    if (data === undefined) return { text, pieces, cuts };
    text += Buffer.from(data).toString();
    pieces += 1;
  }
}

async function trixie(): Promise<string> {
  const found = await images.find(server.address, undefined);
  return found.find(({ aliases }) => aliases.includes('debian/trixie'))?.address ?? '';
}

it('finds what a server has, by https, this machine, or keys that the person chose', async () => {
  expect(await images.find(server.address, undefined)).toContainEqual(
    expect.objectContaining({ distribution: 'debian', release: 'trixie', architecture: 'amd64', bytes: 18 }),
  );
  await expect(images.find('http://images.invalid', undefined)).rejects.toThrow(/without https only a signed index/);
  await expect(images.find(server.address, keyring)).rejects.toThrow(/choose the file again/);
  images.allowKeyring(keyring);
  images.allowKeyring(otherKeyring);
  expect(await images.find(server.address, keyring)).not.toEqual([]);
  await expect(images.find(server.address, otherKeyring)).rejects.toThrow(/its signature is not one of/);
});

it('gives an image in pieces, and goes on where the connection was cut', async () => {
  const content = trixieRoot.repeat(60_000);
  server.answers.set(path, content);
  server.cuts.set(path, [500_000]);
  const { text, pieces, cuts } = await contentOf(images.begin(await trixie()));
  expect([text === content, pieces, cuts]).toEqual([true, Math.ceil(content.length / imagePieceBytes), 1]);
  expect(server.requests.at(-1)?.headers.range).toBe('bytes=500000-');
});

it('fetches nothing that no server has named', async () => {
  await trixie();
  expect(() => images.begin(`${server.address}/streams/v1/index.json`)).toThrow(/no server of images named it/);
  expect(() => images.begin('https://images.invalid/rootfs.tar.xz')).toThrow(/no server of images named it/);
});

it('gives nothing more of a download that was ended', async () => {
  const id = images.begin(await trixie());
  images.end(id);
  await expect(images.read(id)).rejects.toThrow(/its download has ended/);
});

it('fetches only so many at a time', async () => {
  const address = await trixie();
  const ids = Array.from({ length: 8 }, () => images.begin(address));
  expect(() => images.begin(address)).toThrow(/more than 8 images at a time/);
  images.end(ids[0] ?? '');
  expect(images.begin(address)).toMatch(/^[0-9a-f-]{36}$/);
});

it('gives an image of a registry as its program writes it, and says why it does not', async () => {
  const image = { reference: 'registry.example.org/shop/web', login: null };
  const withScript = (text: string) =>
    createServerImages({
      fetchRegistry: (one, options) =>
        fetchRegistryImage(one, {
          ...options,
          program: (source) => ({ file: 'sh', args: ['-c', text, 'sh', source], install: '' }),
        }),
    });
  images = withScript('printf %s "$1"');
  expect((await contentOf(images.beginRegistry(image))).text).toBe(`docker://${image.reference}`);
  const failing = withScript('echo denied >&2; exit 1');
  await expect(failing.read(failing.beginRegistry(image))).rejects.toThrow(/shop\/web: sh says: denied/);
});
