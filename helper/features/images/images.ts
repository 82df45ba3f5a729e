// SPDX-License-Identifier: Apache-2.0
/** Imports, makes, describes and removes images: one change at a time for each. */

import { fail } from '../../../contract/errors.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import type { Input, Item, Params, Result } from '../../../contract/operations/index.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { say } from '../../../contract/text.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { readConfiguration } from '../../lxc/configuration-file.ts';
import { rangeOfIdmap } from '../../lxc/id-ranges.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import { tarOfFolder } from '../../system/programs/tar-of-folder.ts';
import { createPlaces } from '../../system/work/places.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { ImageStore } from './image-store.ts';
import type { ImagesForOthers } from './ports.ts';
import { imageUsers } from './image-users.ts';
import { type ImageSource, makeImage, type MakeImageOptions } from './make-image.ts';

export interface ImagesOptions extends Omit<MakeImageOptions, 'store'> {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly log: Log;
  readonly containers: Pick<Containers, 'exclusively' | 'require' | 'mount' | 'described'>;
  /** Keeps a container that runs from changing anything, for as long as the act takes. */
  readonly whileStill: <T>(name: string, act: () => Promise<T>, signal: AbortSignal) => Promise<T>;
}

export interface Images extends ImagesForOthers {
  /** Sorted by name, with the containers that need them. */
  list(signal: AbortSignal): Promise<readonly Image[]>;
  import(
    params: Params<'image.import'>,
    from: { readonly uid: number; readonly input: AsyncIterable<Input<'image.import'>> },
    signal: AbortSignal,
  ): AsyncGenerator<Item<'image.import'>, Result<'image.import'>, undefined>;
  make(
    params: Params<'image.make'>,
    uid: number,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'image.make'>, Result<'image.make'>, undefined>;
  describe(params: Params<'image.describe'>): Promise<Image>;
  remove(params: Params<'image.remove'>): Promise<void>;
  /** Ends what a crash interrupted. */
  recover(): Promise<void>;
}

const importsPerUser = serviceLimits.importsPerUser.value;
const ownIds = { first: 0, count: 65_536 };
/** What a root is called in it is no sign of what it is. */
const wholeRoot = { folder: '', members: [] };

export function createImages(store: ImageStore, options: ImagesOptions): Images {
  const { places, intents, log, containers, whileStill } = options;
  const claims = new Set<string>();
  const imports = createPlaces(importsPerUser);

  async function exclusively<T>(image: string, act: () => Promise<T>): Promise<T> {
    if (claims.has(image)) fail('image-busy', { image });
    claims.add(image);
    try {
      return await act();
    } finally {
      claims.delete(image);
    }
  }

  async function inPlace<T>(uid: number, image: string, act: () => Promise<T>): Promise<T> {
    const release =
      imports.take(uid) ??
      fail('too-busy', { limit: say('{importsPerUser} imports of images for each user', { importsPerUser }) });
    try {
      return await exclusively(image, act);
    } finally {
      release();
    }
  }

  async function removeImage(image: string): Promise<void> {
    const intent = intents.begin({ kind: 'remove-image', subject: image, data: null });
    await store.remove(image);
    intents.release(intent);
  }

  return {
    async list(signal) {
      const users = imageUsers(places);
      return (await store.list(signal)).map((image) => ({ ...image, usedBy: [...users.of(image.name)] }));
    },

    import: ({ image: name, description, origin = null, sha256 }, { uid, input }, signal) =>
      reportProgress((report) =>
        inPlace(uid, name, () =>
          makeImage(
            { name, description, origin, sha256, ids: ownIds, archive: archiveOf(input) },
            { store, ...options },
            report,
            signal,
          ),
        ),
      ),

    make: ({ image, name, description }, uid, signal) =>
      reportProgress((report) =>
        inPlace(uid, image, () =>
          containers.exclusively(name, { reason: say('an image is being made of it') }, async () => {
            await containers.require(name, { can: 'layer', isManaged: true });
            await containers.mount(name);
            report({ step: 'freeze', receivedBytes: 0, files: 0, bytes: 0 });
            const { image: madeOf } = containers.described(name);
            const source: ImageSource = {
              application: (await store.find(madeOf)).application,
              name: image,
              description,
              origin: `container ${name}`,
              ids: idsOf(name, places),
              archive: packRoot(name, containerPlaces(places, name).rootfs, signal),
              layout: wholeRoot,
              whileRead: (act) => whileStill(name, act, signal),
            };
            return makeImage(source, { store, ...options }, report, signal);
          }),
        ),
      ),

    has: store.has,

    async makeOfFolder({ container, folder, ...source }, { uid, report }, signal) {
      await inPlace(uid, source.name, () =>
        makeImage(
          { ...source, description: undefined, archive: packRoot(container, folder, signal), layout: wholeRoot },
          { store, ...options },
          report,
          signal,
        ),
      );
    },

    async discard(image, origin) {
      if (!store.has(image)) return;
      await exclusively(image, async () => {
        const isOf = (await store.find(image)).origin === origin;
        if (!isOf || imageUsers(places).needing(image, store.rootPath(image)).length > 0) return;
        await removeImage(image);
      });
    },

    describe: ({ image, description }) =>
      exclusively(image, async () => ({
        ...(await store.describe(image, description)),
        usedBy: [...imageUsers(places).of(image)],
      })),

    remove: ({ image }) =>
      exclusively(image, async () => {
        // A broken one too, which is not listed.
        if (!store.has(image)) fail('image-not-found', { image });
        const needing = imageUsers(places).needing(image, store.rootPath(image));
        if (needing.length > 0) fail('image-in-use', { image, containers: [...needing] });
        await removeImage(image);
      }),

    async recover() {
      for (const { id, subject } of intents.leftOf('make-image', 'remove-image')) {
        try {
          await store.clear(subject);
          intents.release(id);
        } catch (error) {
          log('error', 'image-not-recovered', { image: subject, reason: messageOf(error) });
        }
      }
    },
  };
}

/** The range of a container's ids, to which its files belong. */
function idsOf(name: string, places: HostPlaces): { readonly first: number; readonly count: number } {
  const lines = readConfiguration(containerPlaces(places, name).configuration) ?? [];
  const range = lines.flatMap(({ key, value }) => (key === 'lxc.idmap' ? (rangeOfIdmap(value) ?? []) : []))[0];
  if (range === undefined)
    fail('container-failed', { name, reason: say('its configuration names no id range; restore it from a copy') });
  return { first: range.base, count: range.count };
}

/** The bytes that a client sends. Rejects when it ends before it has said that this is all. */
async function* archiveOf(input: AsyncIterable<Input<'image.import'>>): AsyncGenerator<Uint8Array> {
  for await (const message of input) {
    if (message.type === 'end') return;
    yield message.data;
  }
  fail('cancelled', {});
}

/** The files of a whole root, as the host sees them: with the ids of its range. */
function packRoot(container: string, folder: string | number, signal: AbortSignal): AsyncGenerator<Buffer> {
  return tarOfFolder({ container, folder, names: ['.'], keeps: 'root' }, signal);
}
