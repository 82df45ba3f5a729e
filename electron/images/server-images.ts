// SPDX-License-Identifier: Apache-2.0
/**
 * Asks servers of images and registries for the page, as this machine's user. The page gets what is an index of images,
 * the archives that such an index named to it, and images of registries; it cannot have anything else fetched.
 */

import { randomUUID } from 'node:crypto';
import { imagePieceBytes } from '../../contract/operations/host/image.ts';
import type { ImagePiece, ServerImage } from '../../contract/rules/server-image.ts';
import type { RegistryImage } from '../../contract/rules/registry-image.ts';
import { fetchImage, type FetchImageOptions } from '../../image-servers/fetch-image.ts';
import { fetchRegistryImage } from '../../image-servers/fetch-registry-image.ts';
import { listServerImages } from '../../image-servers/list-images.ts';

export interface ServerImages {
  /** Rejects for a keyring that the person did not choose. */
  find(server: string, keyring: string | undefined): Promise<readonly ServerImage[]>;
  /** Allows a file that the person chose as a keyring. */
  allowKeyring(path: string): void;
  /** Begins to fetch what was found at this address, and gives the id of the download. */
  begin(address: string): string;
  /** Begins the load of an image from a registry. */
  beginRegistry(image: RegistryImage): string;
  read(id: string): Promise<ImagePiece>;
  end(id: string): void;
  endAll(): void;
}

interface Download {
  readonly pieces: AsyncIterator<Uint8Array>;
  readonly abort: AbortController;
  /** Bytes that came, and were not given yet. */
  rest: Buffer;
  cuts: number;
}

/** Limits the downloads of one window: a person fetches few at a time. */
const maxDownloads = 8;

interface ServerImagesOptions extends Pick<FetchImageOptions, 'pause'> {
  readonly fetchRegistry?: typeof fetchRegistryImage;
}

export function createServerImages({
  fetchRegistry = fetchRegistryImage,
  ...options
}: ServerImagesOptions = {}): ServerImages {
  const found = new Map<string, ServerImage>();
  const keyrings = new Set<string>();
  const downloads = new Map<string, Download>();

  function start(open: (signal: AbortSignal, onCut: () => void) => AsyncIterator<Uint8Array>): string {
    if (downloads.size >= maxDownloads)
      throw new Error(`cannot fetch more than ${maxDownloads} images at a time; wait until one has ended`);
    const [id, abort] = [randomUUID(), new AbortController()];
    const onCut = (): void => {
      download.cuts += 1;
    };
    const download: Download = { pieces: open(abort.signal, onCut), abort, rest: Buffer.alloc(0), cuts: 0 };
    downloads.set(id, download);
    return id;
  }

  function end(id: string): void {
    downloads.get(id)?.abort.abort();
    downloads.delete(id);
  }

  return {
    async find(server, keyring) {
      if (keyring !== undefined && !keyrings.has(keyring))
        throw new Error(`cannot use the keys of ${keyring}: choose the file again`);
      const images = await listServerImages({ server, keyring }, new AbortController().signal);
      for (const image of images) found.set(image.address, image);
      return images;
    },
    allowKeyring: (path) => void keyrings.add(path),
    begin(address) {
      const image = found.get(address);
      if (image === undefined) throw new Error(`cannot fetch ${address}: no server of images named it`);
      return start((signal, onCut) => fetchImage(image, { signal, onCut, ...options }));
    },
    beginRegistry: (image) => start((signal) => fetchRegistry(image, { signal })),
    async read(id) {
      const download = downloads.get(id);
      if (download === undefined) throw new Error('cannot go on with the image: its download has ended');
      try {
        while (download.rest.length < imagePieceBytes) {
          const next = await download.pieces.next();
          if (next.done === true) break;
          download.rest = Buffer.concat([download.rest, next.value]);
        }
      } catch (error) {
        end(id);
        throw error;
      }
      const piece = download.rest.subarray(0, imagePieceBytes);
      download.rest = download.rest.subarray(piece.length);
      return { data: piece.length === 0 ? undefined : new Uint8Array(piece), cuts: download.cuts };
    },
    end,
    endAll() {
      for (const id of [...downloads.keys()]) end(id);
    },
  };
}
