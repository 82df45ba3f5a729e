// SPDX-License-Identifier: Apache-2.0
/** Adoptions on the fake host: of a container of another tool, without any files. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { newContainerSchema } from '../../../../contract/operations/containers/creation.ts';
import { joinWords } from '../../../../contract/text.ts';
import { createOne } from './fake-create.ts';
import { adoptedImageOf, previewAdoption } from './fake-adoption-preview.ts';
import { findContainer } from './find-container.ts';
import type { FakeHost } from '../fake-host.ts';
import type { HandlersOf } from '../handlers-of.ts';
import { pause } from '../pause.ts';
import { mebibyte } from '../images/seed-images.ts';

type AdoptionHandlers =
  HandlersOf<`container.${'preview-adoption' | 'adopt' | 'restore-original' | 'remove-original'}`>;

const bytes = 412 * mebibyte;
/** Keeps the originals as they were, by the name of the container that was made of them. */
const originals = new WeakMap<FakeHost, Map<string, Container>>();

export function fakeAdoption(host: FakeHost): AdoptionHandlers {
  const kept = originals.get(host) ?? new Map<string, Container>();
  originals.set(host, kept);

  function originalOf(name: string): Container {
    const container = findContainer(host, name);
    const { original } = container;
    if (original === null) fail('original-not-found', { name });
    return kept.get(original.name) ?? foreignOf(container, original.name);
  }

  return {
    'container.preview-adoption': async ({ name }) => previewAdoption(findContainer(host, name)),
    async *'container.adopt'({ name, volumes: targets }, { signal }) {
      const container = findContainer(host, name);
      const { problems, image, limits, settings, tags, volumes } = previewAdoption(container);
      if (problems.length > 0) fail('container-not-adoptable', { name, reason: joinWords(problems, '; ') });
      yield { step: 'check', files: 0, bytes: 0 };
      for (let part = 1; part <= 8; part += 1) {
        await pause(250, signal);
        yield { step: 'copy', files: part * 2_300, bytes: (part * bytes) / 8 };
      }
      yield { step: 'set-aside', files: 18_400, bytes };
      await pause(200, signal);
      yield { step: 'create', files: 18_400, bytes };
      host.images.set(image, {
        name: image,
        description: 'Debian GNU/Linux 11 (bullseye)',
        origin: `the adopted container ${name}`,
        architecture: 'amd64',
        sizeBytes: bytes,
        createdAt: host.now(),
        sha256: '5a1b'.repeat(16),
        hasInit: true,
        application: null,
      });
      host.remove(name);
      kept.set(name, container);
      const chosen = volumes.filter(({ target }) => targets.includes(target));
      const request = newContainerSchema().parse({ name, image, limits, settings, tags, volumes: chosen });
      const creation = createOne(host, request, signal);
      for (;;) {
        const next = await creation.next();
        if (next.done !== true) continue;
        const adopted = { ...next.value, original: { name, adoptedAt: host.now() } };
        host.change(adopted);
        return adopted;
      }
    },
    'container.restore-original': async ({ name, force }) => {
      const original = originalOf(name);
      const { state, image } = findContainer(host, name);
      if (state !== 'stopped' && !force) fail('container-running', { name });
      if (original.name !== name && host.containers.has(original.name))
        fail('container-exists', { name: original.name });
      await pause(700);
      host.remove(name);
      if (image === adoptedImageOf(original.name)) host.images.delete(image);
      kept.delete(original.name);
      host.change(original);
      return original;
    },
    'container.remove-original': async ({ name }) => {
      const original = originalOf(name);
      await pause(500);
      kept.delete(original.name);
      host.change({ ...findContainer(host, name), original: null });
      return { left: [] };
    },
  };
}

/** Makes the container look as another tool could have made it. */
function foreignOf(container: Container, name: string): Container {
  return {
    ...container,
    name,
    state: 'stopped',
    isManaged: false,
    image: null,
    confinement: null,
    original: null,
    context: null,
    domain: null,
    categories: [],
    confinementMode: 'unknown',
    userNamespaceBase: null,
    initPid: null,
    startedAt: null,
    tags: [],
    settings: null,
    addresses: [],
    published: [],
    links: [],
    disk: null,
  };
}
