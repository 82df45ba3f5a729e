// SPDX-License-Identifier: Apache-2.0
/** Servers of images as the main process would ask them: one, with images of a few distributions. */

import type { ImageServers } from '../../../../contract/bridge.ts';
import type { ServerImage } from '../../../../contract/rules/server-image.ts';
import { mebibyte } from './seed-images.ts';

const releases = [
  ['debian', 'trixie', 'default', 92],
  ['debian', 'trixie', 'cloud', 128],
  ['debian', 'bookworm', 'default', 88],
  ['alpine', '3.22', 'default', 3],
  ['fedora', '43', 'default', 61],
  ['ubuntu', 'noble', 'default', 118],
] as const;

export function createFakeImageServers(): ImageServers {
  const left = new Map<string, number>();
  return {
    async find(server) {
      if (!server.startsWith('https://'))
        throw new Error(`cannot read ${server}: without https only a signed index is used`);
      return releases.flatMap(([distribution, release, variant, size]) =>
        ['amd64', 'arm64'].map((architecture) =>
          imageOf({ server, distribution, release, variant, architecture, size }),
        ),
      );
    },
    chooseKeyring: async () => '/home/operator/keys.gpg',
    async begin(address) {
      left.set(address, 3);
      return address;
    },
    async beginRegistry({ reference }) {
      left.set(reference, 3);
      return reference;
    },
    async read(id) {
      const pieces = left.get(id) ?? 0;
      left.set(id, pieces - 1);
      return { data: pieces > 0 ? new Uint8Array(3) : undefined, cuts: 0 };
    },
    async end(id) {
      left.delete(id);
    },
  };
}

interface FakeImage extends Pick<ServerImage, 'distribution' | 'release' | 'variant' | 'architecture'> {
  readonly server: string;
  readonly size: number;
}

function imageOf({ server, size, ...image }: FakeImage): ServerImage {
  const { distribution, release, variant, architecture } = image;
  const name = variant === 'default' ? `${distribution}/${release}` : `${distribution}/${release}/${variant}`;
  return {
    ...image,
    aliases: [name],
    version: '20261127_05:24',
    address: `${server}/images/${name}/${architecture}/rootfs.tar.xz`,
    bytes: size * mebibyte,
    sha256: '5e3a'.repeat(16),
  };
}
