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
import { createPlaces, type Places } from '../../system/work/places.ts';
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

interface ImagesState extends ImagesOptions {
  readonly store: ImageStore;
  readonly claims: Set<string>;
  readonly imports: Places;
}

/** An image that a user imports or makes. */
interface ImagePlace {
  readonly uid: number;
  readonly image: string;
}

export function createImages(store: ImageStore, options: ImagesOptions): Images {
  const images: ImagesState = { ...options, store, claims: new Set<string>(), imports: createPlaces(importsPerUser) };
  return {
    async list(signal) {
      const users = imageUsers(images.places);
      return (await images.store.list(signal)).map((image) => ({ ...image, usedBy: [...users.of(image.name)] }));
    },

    import: ({ image: name, description, origin = null, sha256 }, { uid, input }, signal) =>
      reportProgress((report) =>
        runInPlace(images, { uid, image: name }, () =>
          makeImage({ name, description, origin, sha256, ids: ownIds, archive: archiveOf(input) }, images, {
            report,
            signal,
          }),
        ),
      ),

    make: (params, uid, signal) => makeOfContainer(images, { ...params, uid }, signal),

    has: images.store.has,

    async makeOfFolder({ container, folder, ...source }, { uid, report }, signal) {
      await runInPlace(images, { uid, image: source.name }, () =>
        makeImage(
          { ...source, description: undefined, archive: packRoot(container, folder, signal), layout: wholeRoot },
          images,
          { report, signal },
        ),
      );
    },

    discard: (image, origin) => discard(images, image, origin),

    describe: (params) => describe(images, params),

    remove: (params) => removeUnused(images, params),

    recover: () => recover(images),
  };
}

async function runExclusively<T>({ claims }: ImagesState, image: string, act: () => Promise<T>): Promise<T> {
  if (claims.has(image)) fail('image-busy', { image });
  claims.add(image);
  try {
    return await act();
  } finally {
    claims.delete(image);
  }
}

async function runInPlace<T>(images: ImagesState, { uid, image }: ImagePlace, act: () => Promise<T>): Promise<T> {
  const release =
    images.imports.take(uid) ??
    fail('too-busy', { limit: say('{importsPerUser} imports of images for each user', { importsPerUser }) });
  try {
    return await runExclusively(images, image, act);
  } finally {
    release();
  }
}

async function removeImage({ intents, store }: ImagesState, image: string): Promise<void> {
  const intent = intents.begin({ kind: 'remove-image', subject: image, data: null });
  await store.remove(image);
  intents.release(intent);
}

function makeOfContainer(
  images: ImagesState,
  { image, name, description, uid }: Params<'image.make'> & { readonly uid: number },
  signal: AbortSignal,
): AsyncGenerator<Item<'image.make'>, Result<'image.make'>, undefined> {
  return reportProgress((report) =>
    runInPlace(images, { uid, image }, () =>
      images.containers.exclusively(name, { reason: say('an image is being made of it') }, async () => {
        await images.containers.require(name, { can: 'layer', isManaged: true });
        await images.containers.mount(name);
        report({ step: 'freeze', receivedBytes: 0, files: 0, bytes: 0 });
        const { image: madeOf } = images.containers.described(name);
        const source: ImageSource = {
          application: (await images.store.find(madeOf)).application,
          name: image,
          description,
          origin: `container ${name}`,
          ids: idsOf(name, images.places),
          archive: packRoot(name, containerPlaces(images.places, name).rootfs, signal),
          layout: wholeRoot,
          whileRead: (act) => images.whileStill(name, act, signal),
        };
        return makeImage(source, images, { report, signal });
      }),
    ),
  );
}

async function discard(images: ImagesState, image: string, origin: string): Promise<void> {
  if (!images.store.has(image)) return;
  await runExclusively(images, image, async () => {
    const isOf = (await images.store.find(image)).origin === origin;
    if (!isOf || imageUsers(images.places).needing(image, images.store.rootPath(image)).length > 0) return;
    await removeImage(images, image);
  });
}

function describe(images: ImagesState, { image, description }: Params<'image.describe'>): Promise<Image> {
  return runExclusively(images, image, async () => ({
    ...(await images.store.describe(image, description)),
    usedBy: [...imageUsers(images.places).of(image)],
  }));
}

function removeUnused(images: ImagesState, { image }: Params<'image.remove'>): Promise<void> {
  return runExclusively(images, image, async () => {
    // A broken one too, which is not listed.
    if (!images.store.has(image)) fail('image-not-found', { image });
    const needing = imageUsers(images.places).needing(image, images.store.rootPath(image));
    if (needing.length > 0) fail('image-in-use', { image, containers: [...needing] });
    await removeImage(images, image);
  });
}

async function recover({ intents, store, log }: ImagesState): Promise<void> {
  for (const { id, subject } of intents.leftOf('make-image', 'remove-image')) {
    try {
      await store.clear(subject);
      intents.release(id);
    } catch (error) {
      log('error', 'image-not-recovered', { image: subject, reason: messageOf(error) });
    }
  }
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
