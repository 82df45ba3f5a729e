// SPDX-License-Identifier: Apache-2.0
/** The images of the fake host: their descriptions, without any files. */

import { fail } from '../../../../contract/errors.ts';
import type { Image } from '../../../../contract/model/host/image.ts';
import type { ImageProgress, ImportedImage } from '../../../../contract/operations/host/image.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import type { FakeHost } from '../fake-host.ts';
import { type FakeImage, mebibyte } from './seed-images.ts';
import { pause } from '../pause.ts';

type ImageHandlers = Pick<
  Handlers<string>,
  'image.list' | 'image.updates' | 'image.import' | 'image.make' | 'image.describe' | 'image.remove'
>;

/** An image without the containers that were made of it. */
export function fakeImages(host: FakeHost): ImageHandlers {
  const usersOf = (image: string): string[] =>
    [...host.containers.values()]
      .filter((container) => container.image === image && container.isManaged)
      .map(({ name }) => name);
  const shown = (image: FakeImage): Image => ({ ...image, usedBy: usersOf(image.name) });
  const find = (image: string): FakeImage => host.images.get(image) ?? fail('image-not-found', { image });

  function add(image: FakeImage): ImportedImage {
    host.images.set(image.name, image);
    return { image: shown(image), files: 9_120, setId: 6, leftOut: { devices: 0, attributes: 0 } };
  }
  const made = (name: string, description: string, origin: string | null): FakeImage => ({
    name,
    description,
    origin,
    architecture: 'amd64',
    sizeBytes: 298 * mebibyte,
    createdAt: host.now(),
    sha256: '7c0e'.repeat(16),
    hasInit: true,
    application: null,
  });

  return {
    'image.list': async () => ({
      images: [...host.images.values()].map(shown).sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
    async 'image.updates'({ image }) {
      if (find(image).application !== null)
        return { updates: { state: 'unknown', reason: 'it has no packages of dpkg' } };
      const packages = [
        { name: 'libssl3t64', installed: '3.5.1-1', newer: '3.5.4-1~deb13u1', isSecurity: true },
        { name: 'openssl', installed: '3.5.1-1', newer: '3.5.4-1~deb13u1', isSecurity: true },
        { name: 'base-files', installed: '13.8', newer: '13.8+deb13u2', isSecurity: false },
      ];
      const listsAt = host.now() - 9 * 3600;
      return { updates: { state: 'known', count: 3, securityCount: 2, packages, listsAt, listsOf: 'host' } };
    },
    async *'image.import'({ image, description = 'Debian GNU/Linux 13 (trixie)', origin = null }, { input, signal }) {
      if (host.images.has(image)) fail('image-exists', { image });
      let receivedBytes = 0;
      for await (const message of input) {
        if (message.type === 'end') {
          yield progressOf('write', receivedBytes);
          await pause(200, signal);
          return add(made(image, description, origin));
        }
        receivedBytes += (message.data.length / 4) * 3;
        yield progressOf('unpack', receivedBytes);
        await pause(20, signal);
      }
      fail('cancelled', {});
    },
    async *'image.make'({ name, image, description = `As ${name}` }, { signal }) {
      if (!host.containers.has(name)) fail('container-not-found', { name });
      if (host.images.has(image)) fail('image-exists', { image });
      for (const step of ['freeze', 'unpack', 'write'] as const) {
        yield progressOf(step, step === 'freeze' ? 0 : 298 * mebibyte);
        await pause(300, signal);
      }
      return add(made(image, description, `container ${name}`));
    },
    'image.describe': async ({ image, description }) => {
      const changed = { ...find(image), description };
      host.images.set(image, changed);
      return shown(changed);
    },
    'image.remove': async ({ image }) => {
      find(image);
      const containers = usersOf(image);
      if (containers.length > 0) fail('image-in-use', { image, containers });
      await pause(200);
      host.images.delete(image);
      return {};
    },
  };
}

function progressOf(step: ImageProgress['step'], receivedBytes: number): ImageProgress {
  return { step, receivedBytes, files: Math.round(receivedBytes / 34_000), bytes: receivedBytes };
}
